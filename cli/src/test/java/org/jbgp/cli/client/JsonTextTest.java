package org.jbgp.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void readsEveryKindOfValue() {
        Map<String, Object> object = JsonText.object(
                "{\"a\":\"x \\\"y\\\" \\\\ \\u000a\",\"b\":[1,-2.5,[]],\"c\":{\"d\":true,\"e\":false},\"f\":null,\"g\":{}}");
        assertThat(object)
                .containsEntry("a", "x \"y\" \\ \\u000a")
                .containsEntry("b", List.of(1.0, -2.5, List.of()))
                .containsEntry("c", Map.of("d", true, "e", false))
                .containsEntry("f", null)
                .containsEntry("g", Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":x}",
                "[]",
                "1",
                "{\"a\":\"",
                "{a:1}",
                "{\"a\":[1",
                "{\"a\":\"\\u00"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> JsonText.object(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsWithoutAnEndDoNotFillTheStack() {
        String text = "{\"a\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> JsonText.object(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
