package dev.everline.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections that die with their process: before or after any statement, and before or after any
 * commit, so that a commit may have taken effect although nobody was told. What a dead process has
 * open is rolled back, as the server does when a connection is cut.
 */
final class CrashingDataSource {

  private CrashingDataSource() {}

  static DataSource over(DataSource real, CrashPoints points) {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) ->
            method.getName().equals("getConnection")
                ? connection(
                    (Connection) Objects.requireNonNull(invoke(real, method, arguments)), points)
                : invoke(real, method, arguments));
  }

  private static Connection connection(Connection real, CrashPoints points) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "commit" -> step("commit", real, method, arguments, points);
              case "prepareStatement" ->
                  statement(
                      PreparedStatement.class,
                      invoke(real, method, arguments),
                      name(arguments),
                      points);
              case "createStatement" ->
                  statement(Statement.class, invoke(real, method, arguments), "statement", points);
              case "prepareCall" ->
                  statement(
                      CallableStatement.class, invoke(real, method, arguments), "call", points);
              default -> invoke(real, method, arguments);
            });
  }

  private static <S extends Statement> S statement(
      Class<S> type, @Nullable Object real, String name, CrashPoints points) {
    return proxy(
        type,
        (proxy, method, arguments) ->
            method.getName().startsWith("execute")
                ? step(name, real, method, arguments, points)
                : invoke(real, method, arguments));
  }

  private static @Nullable Object step(
      String what,
      @Nullable Object real,
      Method method,
      Object @Nullable [] arguments,
      CrashPoints points)
      throws Throwable {
    points.reach("before " + what);
    Object result = invoke(real, method, arguments);
    points.reach("after " + what);
    return result;
  }

  /** The statement's first words, such as {@code UPDATE line l SET}. */
  private static String name(Object @Nullable [] arguments) {
    if (arguments == null) {
      return "statement";
    }
    List<String> words = List.of(String.valueOf(arguments[0]).strip().split("\\s+", 5));
    return String.join(" ", words.subList(0, Math.min(4, words.size())));
  }

  private static @Nullable Object invoke(
      @Nullable Object real, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            CrashingDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
