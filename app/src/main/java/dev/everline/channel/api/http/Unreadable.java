package dev.everline.channel.api.http;

import dev.everline.kernel.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says what is wrong with a body of JSON: where, and what to write instead. Never repeats what it
 * holds, which may be somebody's number.
 */
final class Unreadable {

  private Unreadable() {}

  static Problem problem(HttpMessageNotReadableException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyTooLarge tooLarge) {
        return tooLarge.problem();
      }
    }
    return failure.getCause() instanceof JacksonException wrong
        ? problem(wrong)
        : Problem.of(
            ProblemType.MALFORMED, "The body is missing or can't be read; send a JSON object.");
  }

  static Problem problem(JacksonException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          Problem.ofField(
              path(unknown),
              "is not a field of this request",
              "leave it out, or give one of " + known(unknown));
      case InvalidFormatException wrong ->
          Problem.ofField(
              path(wrong), "has an invalid value", "give " + form(wrong.getTargetType()));
      case MismatchedInputException wrong ->
          Problem.ofField(path(wrong), "has the wrong type", "give " + form(wrong.getTargetType()));
      case InputCoercionException wrong ->
          Problem.ofField(path(wrong), "is out of range", "compare it with /api/v1/openapi.json");
      case StreamConstraintsException tooMuch ->
          Problem.of(
              ProblemType.MALFORMED,
              "The body has a number, a text or a nesting beyond the limits; send less.");
      case StreamReadException malformed ->
          Problem.of(
              ProblemType.MALFORMED,
              "The body is not valid JSON, or repeats a field, at line "
                  + malformed.getLocation().getLineNr()
                  + ", column "
                  + malformed.getLocation().getColumnNr()
                  + "; correct it there.");
      case DatabindException wrong ->
          Problem.ofField(path(wrong), "can't be read", "compare it with /api/v1/openapi.json");
      default -> Problem.of(ProblemType.MALFORMED, "The body can't be read; send a JSON object.");
    };
  }

  private static String path(JacksonException wrong) {
    String path =
        wrong.getPath().stream()
            .map(
                step -> {
                  String name = step.getPropertyName();
                  return name == null ? Integer.toString(step.getIndex()) : StrangeName.shown(name);
                })
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "body" : path;
  }

  private static String known(UnrecognizedPropertyException unknown) {
    return unknown.getKnownPropertyIds() == null
        ? "those of /api/v1/openapi.json"
        : unknown.getKnownPropertyIds().stream()
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static String form(@Nullable Class<?> type) {
    if (type == null) {
      return "what /api/v1/openapi.json says";
    }
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    if (type == String.class) {
      return "a string in quotation marks";
    }
    if (type == Integer.class || type == int.class) {
      return "a whole number without quotation marks";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == Amount.class) {
      return "an amount like {\"amount\": \"25.00\", \"currency\": \"USD\"}";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    return "a JSON object with the fields of /api/v1/openapi.json";
  }
}
