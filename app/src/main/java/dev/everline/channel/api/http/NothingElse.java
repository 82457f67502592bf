package dev.everline.channel.api.http;

import dev.everline.kernel.InvalidValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses what a request brings beside what its path takes, before anything is done: a parameter
 * that isn't known would else be passed over, and a filter that is mistyped list everything; of two
 * keys or values, one would be chosen.
 */
public final class NothingElse implements HandlerInterceptor {

  private static final String KEY = "Idempotency-Key";

  /**
   * @throws InvalidValue for the first thing that isn't taken
   */
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method) || !OwnTypes.include(method.getBeanType())) {
      return true;
    }
    if (Collections.list(request.getHeaders(KEY)).size() > 1) {
      throw InvalidValue.withoutValue(KEY, "is sent more than once", "send it once");
    }
    List<String> known = parameters(method);
    for (Map.Entry<String, String[]> given : request.getParameterMap().entrySet()) {
      if (!known.contains(given.getKey())) {
        throw InvalidValue.withoutValue(
            StrangeName.shown(given.getKey()),
            "is not a parameter of this request",
            known.isEmpty() ? "leave it out" : "leave it out, or give one of " + list(known));
      }
      if (given.getValue().length > 1) {
        throw InvalidValue.withoutValue(given.getKey(), "is given more than once", "give it once");
      }
    }
    return true;
  }

  private static List<String> parameters(HandlerMethod method) {
    List<String> names = new ArrayList<>();
    for (MethodParameter parameter : method.getMethodParameters()) {
      RequestParam given = parameter.getParameterAnnotation(RequestParam.class);
      if (given != null) {
        String name = given.name();
        names.add(name.isEmpty() ? parameter.getParameter().getName() : name);
      }
    }
    Collections.sort(names);
    return names;
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }
}
