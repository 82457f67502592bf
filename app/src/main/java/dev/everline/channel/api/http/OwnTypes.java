package dev.everline.channel.api.http;

/** Tells the types of the API, in this package and the one around it, from those of others. */
public final class OwnTypes {

  private static final String API =
      OwnTypes.class
          .getPackageName()
          .substring(0, OwnTypes.class.getPackageName().lastIndexOf('.'));

  private OwnTypes() {}

  public static boolean include(Class<?> type) {
    return (type.getPackageName() + '.').startsWith(API + '.');
  }
}
