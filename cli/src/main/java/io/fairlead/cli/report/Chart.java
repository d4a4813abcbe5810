package io.fairlead.cli.report;

import java.util.List;
import java.util.Locale;

/**
 * Steps over time as SVG, with the faults as bands behind them.
 *
 * @param lasted milliseconds from left to right
 * @param most the highest value
 */
record Chart(long lasted, int most, List<FaultBand> faults) {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 90;
  private static final int LEAST_BAND = 2;
  private static final int MARGIN = 30;

  /** A value from a moment on. */
  record Point(long at, int value) {}

  /** A line in one of the page's styles. */
  record Line(String style, List<Point> points) {}

  String svg(String title, List<Line> lines) {
    StringBuilder svg = new StringBuilder();
    svg.append("<figure><figcaption>%s</figcaption>".formatted(Page.escaped(title)));
    svg.append(
        "<svg viewBox=\"%d -4 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(-MARGIN, MARGIN + WIDTH, HEIGHT + 20, Page.escaped(title)));
    svg.append(times());
    faults.forEach(fault -> svg.append(band(fault)));
    for (Line line : lines) {
      svg.append("<path class=\"%s\" d=\"%s\"/>".formatted(line.style(), path(line.points())));
    }
    svg.append(
        "<text x=\"-5\" y=\"6\">%d</text><text x=\"-5\" y=\"%d\">0</text>"
            .formatted(most, HEIGHT + 3));
    return svg.append("</svg></figure>\n").toString();
  }

  private String times() {
    TimeAxis axis = new TimeAxis(lasted);
    StringBuilder times =
        new StringBuilder("<path class=\"axis\" d=\"M0 0V%dH%d".formatted(HEIGHT, WIDTH));
    axis.moments().forEach(moment -> times.append("M%d 0V%d".formatted(x(moment), HEIGHT)));
    times.append("\"/>");
    axis.moments()
        .forEach(
            moment ->
                times.append(
                    "<text class=\"time\" x=\"%d\" y=\"%d\">%s</text>"
                        .formatted(x(moment), HEIGHT + 14, axis.name(moment))));
    return times.toString();
  }

  private String band(FaultBand fault) {
    long from = x(fault.begin());
    long width = Math.max(LEAST_BAND, x(fault.end()) - from);
    return "<rect class=\"fault\" x=\"%d\" y=\"0\" width=\"%d\" height=\"%d\"><title>%s</title></rect>"
        .formatted(
            from,
            width,
            HEIGHT,
            Page.escaped(
                "%s of %s, %s to %s s"
                    .formatted(
                        fault.fault(),
                        fault.target(),
                        seconds(fault.begin()),
                        seconds(fault.end()))));
  }

  /** Straight on until a value changes, then up or down. */
  private String path(List<Point> points) {
    if (points.isEmpty()) {
      return "";
    }
    StringBuilder path = new StringBuilder("M%d %d".formatted(x(points.getFirst().at()), HEIGHT));
    points.forEach(point -> path.append("H%dV%d".formatted(x(point.at()), y(point.value()))));
    return path.append("H").append(WIDTH).toString();
  }

  private int y(int value) {
    return HEIGHT - value * HEIGHT / Math.max(1, most);
  }

  private long x(long at) {
    return Math.clamp(at * WIDTH / Math.max(1, lasted), 0, WIDTH);
  }

  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f", millis / 1000.0);
  }
}
