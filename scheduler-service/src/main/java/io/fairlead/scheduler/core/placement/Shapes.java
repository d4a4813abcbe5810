package io.fairlead.scheduler.core.placement;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The shapes of the requests that were last asked. */
final class Shapes {
  private static final int MOST = 8192;

  private final LinkedHashMap<PlacementRequest, Shape> shapes =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PlacementRequest, Shape> eldest) {
          return size() > MOST;
        }
      };

  Shape of(PlacementRequest request) {
    Shape known = shapes.get(request);
    if (known == null) {
      known = Shape.of(request);
      shapes.put(request, known);
    }
    return known;
  }

  /** All of them, the last asked first. */
  Stream<Shape> recent() {
    return shapes.sequencedValues().reversed().stream();
  }
}
