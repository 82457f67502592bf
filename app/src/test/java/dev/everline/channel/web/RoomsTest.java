package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms of the portal, with their templates: each uses the frame and the door, and no other
 * room, so that one can be read and changed without the others.
 */
class RoomsTest {

  private static final String PORTAL = "dev.everline.channel.web.";
  private static final String FRAME = "frame";
  private static final String DOOR = "door";

  /** What a room offers to another, and why it isn't in the frame. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "order -> line.LineCard", "the line that is renewed, as its own pages show it",
          "fleet -> line.LineCard", "one row a line, as its own pages show it",
          "home -> line.LineCard", "one card a line, as its own pages show it",
          "welcome -> line.LineCard", "sample lines look as real ones do",
          "home -> line.JteautopayanswerGenerated", "the same answers, asked where one looks first",
          "console -> settings.TrailPage", "operators' acts are listed as an account's are");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.everline.channel.web");

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(PORTAL) ? name.substring(PORTAL.length()) : "";
  }

  private static Stream<Dependency> betweenRooms() {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(
            arrow ->
                !room(arrow.getOriginClass()).isEmpty()
                    && !room(arrow.getTargetClass()).isEmpty()
                    && !room(arrow.getOriginClass()).equals(room(arrow.getTargetClass())));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(RoomsTest::outermost).orElse(type);
  }

  @Test
  void roomsUseOnlyTheFrameAndTheDoor() {
    Set<String> others = new TreeSet<>();
    betweenRooms()
        .filter(arrow -> !List.of(FRAME, DOOR).contains(room(arrow.getTargetClass())))
        .forEach(
            arrow ->
                others.add(
                    room(arrow.getOriginClass())
                        + " -> "
                        + room(arrow.getTargetClass())
                        + "."
                        + outermost(arrow.getTargetClass()).getSimpleName()));
    assertThat(others).isEqualTo(new TreeSet<>(EXCEPTIONS.keySet()));
  }

  @Test
  void theFrameUsesNoRoomAndTheDoorOnlyTheFrame() {
    assertThat(
            betweenRooms()
                .filter(arrow -> room(arrow.getOriginClass()).equals(FRAME))
                .map(Dependency::getDescription))
        .isEmpty();
    assertThat(
            betweenRooms()
                .filter(arrow -> room(arrow.getOriginClass()).equals(DOOR))
                .filter(arrow -> !room(arrow.getTargetClass()).equals(FRAME))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void onlyWhatOthersUseIsPublic() {
    Set<String> open = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      boolean template = type.getSimpleName().startsWith("Jte");
      if (type.isTopLevelClass()
          && type.getModifiers().contains(JavaModifier.PUBLIC)
          && !template
          && !List.of(FRAME, DOOR).contains(room(type))) {
        open.add(room(type) + "." + type.getSimpleName());
      }
    }
    assertThat(open).isEqualTo(Set.of("line.LineCard", "settings.TrailPage"));
  }
}
