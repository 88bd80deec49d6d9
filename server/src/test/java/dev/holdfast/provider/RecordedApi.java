package dev.holdfast.provider;

import dev.holdfast.model.Provider.Api;
import dev.holdfast.testing.Playback;

/** What a provider's API sends, from recordings of which every API has the same ones. */
enum RecordedApi {
    RESPONSES(Api.OPENAI_RESPONSES, "/v1", "authorization"),
    CHAT(Api.OPENAI_CHAT, "/v1", "authorization"),
    ANTHROPIC(Api.ANTHROPIC, "", "x-api-key");

    final Api api;
    final String basePath;
    final String keyHeader;

    RecordedApi(Api api, String basePath, String keyHeader) {
        this.api = api;
        this.basePath = basePath;
        this.keyHeader = keyHeader;
    }

    /** {@code Hello, wörld 🌍 and all.}, of 12 tokens read and 7 written. */
    Playback text() {
        return recorded("text");
    }

    /** A thought, {@code Checking both.}, and two calls that come at the same time, of 30 tokens read and 20 written. */
    Playback calls() {
        return recorded("calls");
    }

    /** {@code Hello}, and then an error of the server. */
    Playback overloaded() {
        return recorded("overloaded");
    }

    /** An error of the request, within the stream. */
    Playback refused() {
        return recorded("refused");
    }

    /** {@code Hello}, and then half an event. */
    Playback malformed() {
        return recorded("malformed");
    }

    /** {@code Hello}, which is as long as it may be. */
    Playback length() {
        return recorded("length");
    }

    private Playback recorded(String name) {
        return Playback.recorded(RecordedApi.class, api.key() + "/" + name + ".http");
    }

    Playback error(String statusLine, String headers, String type, String message) {
        return Playback.answer(
                statusLine,
                "Content-Type: application/json\r\n" + headers,
                "{\"type\":\"error\",\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":null}}"
                        .formatted(message, type));
    }
}
