package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParser;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaExampleTest {

    private static final long SEED = 20_260_802;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"string"}                                               | "text"
            {"type":"string","minLength":6}                                 | "text--"
            {"type":"string","maxLength":2}                                 | "te"
            {"type":"string","format":"date"}                               | "2026-01-01"
            {"type":"boolean"}                                              | true
            {"type":"null"}                                                 | null
            {"type":["null","integer"]}                                     | 1
            {"type":"integer","minimum":7}                                  | 7
            {"type":"integer","maximum":-3}                                 | -3
            {"type":"integer","exclusiveMinimum":4.5}                       | 5
            {"type":"integer","exclusiveMaximum":1}                         | 0
            {"type":"integer","minimum":4,"multipleOf":5}                   | 5
            {"type":"number","minimum":1.5}                                 | 1.5
            {"type":"number","exclusiveMinimum":0,"maximum":0.5}            | 0.25
            {"type":"number","exclusiveMaximum":0}                          | -1
            {"enum":[null,2]}                                               | null
            {"enum":["b","a"],"type":"string"}                              | "b"
            {"const":{"a":1.50}}                                            | {"a":1.50}
            {"type":"integer","default":9}                                  | 9
            {"type":"array"}                                                | ["text"]
            {"type":"array","items":{"type":"integer"},"minItems":3}        | [1,1,1]
            {"type":"array","maxItems":0}                                   | []
            {"anyOf":[{"type":"null"},{"type":"integer"}]}                  | 1
            {"oneOf":[{"type":"boolean"}]}                                  | true
            {"properties":{"a":{"type":"integer"}}}                         | {"a":1}
            {"type":"object"}                                               | {}
            {"type":"object","required":["b"],"properties":{"a":{},"b":{}}} | {"b":"text"}
            {"type":"object","required":["gone"]}                           | {"gone":"text"}
            {"type":"object","required":[],"properties":{"a":{}}}           | {}
            {"$ref":"#/$defs/n","$defs":{"n":{"type":"integer"}}}           | 1
            {"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"boolean"}}}      | true
            {"$ref":"#/$defs/none"}                                         | "text"
            true                                                            | "text"
            """)
    void aValueFitsItsSchema(String schema, String expected) {
        assertThat(SchemaExample.of(new Json(schema)).text()).isEqualTo(expected);
    }

    @Test
    void objectsNest() {
        String schema = """
                {"type":"object","required":["who","when"],"properties":{
                  "who":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"age":{"type":"integer"}}},
                  "when":{"type":"string","format":"date-time"},
                  "tags":{"type":"array"}}}""";

        assertThat(SchemaExample.of(new Json(schema)).text())
                .isEqualTo("{\"who\":{\"name\":\"text\"},\"when\":\"2026-01-01T00:00:00Z\"}");
    }

    @Test
    void argumentsAreAnObjectWhateverTheSchema() {
        assertThat(SchemaExample.arguments(null)).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(SchemaExample.arguments(new Json("{\"type\":\"integer\"}"))).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(SchemaExample.arguments(new Json("[]"))).isEqualTo(Json.EMPTY_OBJECT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\":\"#\"}",
                "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#\"}}}",
                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}}}",
                "{\"type\":\"array\",\"minItems\":999999999,\"items\":{\"$ref\":\"#\"}}",
                "{\"type\":\"string\",\"minLength\":999999999999999}",
                "{\"type\":\"integer\",\"minimum\":1e999999999}",
                "{\"type\":\"number\",\"multipleOf\":0,\"minimum\":\"x\"}",
                "{\"type\":\"integer\",\"minimum\":5,\"maximum\":2,\"multipleOf\":-1}",
                "{\"type\":5,\"enum\":[],\"required\":[1],\"properties\":[],\"items\":3,\"anyOf\":{}}",
                "{\"type\":\"object\",\"properties\":7,\"required\":{}}",
                "{\"type\":[],\"$ref\":7}"
            })
    void hostileSchemasEndInBoundedJson(String schema) {
        String value = SchemaExample.of(new Json(schema)).text();

        assertThat(value).hasSizeLessThan(4 * SchemaExample.MAX_CHARACTERS);
        assertThat(JsonParser.parse(value).json().text()).isEqualTo(value);
    }

    @Test
    void whatASchemaRepeatsIsBounded() {
        String manyOfThemselves = IntStream.range(0, 100)
                .mapToObj(number -> "\"p" + number + "\":{\"$ref\":\"#\"}")
                .collect(Collectors.joining(",", "{\"type\":\"object\",\"properties\":{", "}}"));
        String large = "{\"type\":\"array\",\"minItems\":16,\"items\":{\"type\":\"array\",\"minItems\":16,\"items\":"
                + "{\"const\":\"" + "x".repeat(30_000) + "\"}}}";

        assertThat(SchemaExample.of(new Json(manyOfThemselves)).text()).hasSizeLessThan(100_000);
        assertThat(SchemaExample.of(new Json(large)).text()).hasSizeLessThan(100_000);
    }

    @Test
    void whateverTheSchemaTheValueFits() {
        Random random = new Random(SEED);
        for (int round = 0; round < 3_000; round++) {
            String schema = RandomSchema.make(random, 3);
            String value = SchemaExample.of(new Json(schema)).text();

            assertThat(RandomSchema.fits(JsonParser.parse(schema), JsonParser.parse(value)))
                    .as("round %d of seed %d: %s for %s", round, SEED, value, schema)
                    .isTrue();
        }
    }
}
