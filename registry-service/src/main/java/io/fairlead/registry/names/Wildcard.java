package io.fairlead.registry.names;

/** Text with {@code *} for any letters and {@code ?} for one. */
public record Wildcard(String pattern) {

  /**
   * Whether a text is of this form; takes time in proportion to the product of both lengths at
   * most, whatever the pattern.
   */
  public boolean matches(String text) {
    int at = 0;
    int in = 0;
    int star = -1;
    int retry = 0;
    while (in < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        retry = in;
      } else if (at < pattern.length() && fits(pattern.charAt(at), text.charAt(in))) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++retry;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  private static boolean fits(char wanted, char is) {
    return wanted == '?' || wanted == is;
  }
}
