package io.fairlead.gateway.calls;

/** The protocol that a call came over. */
public enum Wire {
  AWS_JSON("aws-json"),
  GRPC("grpc");

  private final String text;

  Wire(String text) {
    this.text = text;
  }

  /** As audit records and meters name it. */
  public String text() {
    return text;
  }
}
