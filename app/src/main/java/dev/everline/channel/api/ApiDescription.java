package dev.everline.channel.api;

import com.fasterxml.jackson.databind.JavaType;
import dev.everline.channel.api.http.ApiJson;
import dev.everline.channel.api.http.OwnTypes;
import dev.everline.channel.api.http.Problem;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI description, made from the controllers and records, so that it can't go stale. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ApiDescription {

  private static final String TOKEN = "token";

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Everline")
                .version("1")
                .description(
                    "Keeps prepaid mobile lines alive. Amounts are strings with their currency; dates"
                        + " are ISO 8601, those of a line in its carrier's zone. Every error is an"
                        + " RFC 9457 problem. Lists come in pages: send next as cursor.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        // Relative, so that the description is the same wherever it is served.
        .servers(List.of(new Server().url("/")))
        .schemaRequirement(
            TOKEN,
            new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("Created by 'everline token create'; gives access to one account."))
        .addSecurityItem(new SecurityRequirement().addList(TOKEN));
  }

  /** Every operation may answer with a problem. */
  @Bean
  OpenApiCustomizer problemResponses(ModelConverter recordSchemas) {
    return description -> {
      ModelConverterContext context =
          new io.swagger.v3.core.converter.ModelConverterContextImpl(
              List.of(recordSchemas, new io.swagger.v3.core.jackson.ModelResolver(Json.mapper())));
      context.resolve(new AnnotatedType(Problem.class));
      context.getDefinedModels().forEach(description.getComponents()::addSchemas);
      ApiResponse problem =
          new ApiResponse()
              .description("A problem; its type says which.")
              .content(
                  new Content()
                      .addMediaType(
                          "application/problem+json",
                          new MediaType()
                              .schema(new Schema<>().$ref("#/components/schemas/Problem"))));
      description.getPaths().values().stream()
          .flatMap(path -> path.readOperations().stream())
          .map(Operation::getResponses)
          .forEach(responses -> responses.addApiResponse("default", problem));
    };
  }

  /** Names as {@link ApiJson} writes them, and what may be missing as {@code @Nullable} says. */
  @Bean
  ModelConverter recordSchemas() {
    return new RecordSchemas();
  }

  private static final class RecordSchemas implements ModelConverter {

    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    @Override
    public @Nullable Schema<?> resolve(
        AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
      Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
      JavaType java = Json.mapper().constructType(type.getType());
      Class<?> record = java == null ? Object.class : java.getRawClass();
      boolean ours = record.isRecord() && OwnTypes.include(record);
      if (schema != null && ours) {
        name(schema, record);
        String ref = schema.get$ref();
        Schema<?> defined =
            ref == null
                ? null
                : context.getDefinedModels().get(ref.substring(ref.lastIndexOf('/') + 1));
        if (defined != null) {
          name(defined, record);
        }
      }
      return schema;
    }

    @SuppressWarnings("rawtypes")
    private static void name(Schema<?> schema, Class<?> record) {
      Map<String, Schema> properties = schema.getProperties();
      if (properties == null) {
        return;
      }
      Map<String, Schema> named = new LinkedHashMap<>();
      List<String> required = new ArrayList<>();
      for (RecordComponent component : record.getRecordComponents()) {
        String name =
            HUMP.matcher(component.getName()).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
        Schema property = properties.get(component.getName());
        if (property == null) {
          property = properties.get(name);
        }
        if (property != null) {
          named.put(name, property);
          if (isRequired(component)) {
            required.add(name);
          }
        }
      }
      schema.setProperties(named);
      schema.setRequired(required.isEmpty() ? null : required);
    }

    /** What is read may be missing, so that we say so ourselves, and be required all the same. */
    private static boolean isRequired(RecordComponent component) {
      io.swagger.v3.oas.annotations.media.Schema said =
          component.getAccessor().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
      return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
          || (said != null
              && said.requiredMode()
                  == io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED);
    }
  }
}
