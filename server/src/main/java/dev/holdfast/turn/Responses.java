package dev.holdfast.turn;

import dev.holdfast.auth.Caller;
import dev.holdfast.engine.Conversation;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Lifetime.End;
import dev.holdfast.event.Lifetime.IdleBound;
import dev.holdfast.event.Lifetime.IdleClock;
import dev.holdfast.event.Message;
import dev.holdfast.event.Origin;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.model.ModelCatalogue;
import dev.holdfast.name.SessionId;
import dev.holdfast.session.SessionDraft;
import dev.holdfast.session.Sessions;
import dev.holdfast.turn.ResponseDraft.Keeping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers to single questions. Each is the one turn of a session of its own, which nobody else can name: so a response is
 * as durable as any turn, survives its server, and is gone when its session's time is over. It belongs to the key that
 * made it.
 */
public final class Responses {

    private static final int TURN = 1;
    /** A field of the session's metadata that tells one question from another, for repeats. */
    private static final String QUESTION = "question";

    private static final String NOTES = "notes";
    private static final SessionId NO_SESSION = new SessionId(new UUID(0, 0));
    private static final int PAGE = 1_000;

    private final Sessions sessions;
    private final Turns turns;
    private final ModelCatalogue models;
    private final TurnConfig config;

    public Responses(Sessions sessions, Turns turns, ModelCatalogue models, TurnConfig config) {
        this.sessions = sessions;
        this.turns = turns;
        this.models = models;
        this.config = config;
    }

    /** What a question led to: its id, and the response unless that was another one's and is gone. */
    public record Begun(SessionId id, Optional<Response> response) {}

    /** Begins a response. With an idempotency key a repeat finds the response of the first call. */
    public Begun begin(Caller caller, ResponseDraft draft, @Nullable String idempotencyKey) {
        SessionDraft session = new SessionDraft(
                null, new Json(notes(caller, draft)), null, null, List.of(), null, lifetime(draft.keeping()));
        Sessions.Made made = sessions.make(caller, Origin.RESPONSES, session, idempotencyKey);
        // A name that no caller can choose: of two repeats at once one begins the turn, and so does one after a crash.
        String once = idempotencyKey == null ? null : "response " + made.id();
        return new Begun(
                made.id(), made.session().map(its -> new Response(its, turns.submit(caller, its, draft.turn(), once))));
    }

    /** The caller's response of this id; refused if there is none, or it is another's. */
    public Response require(Caller caller, String id) {
        return SessionId.parseResponse(id)
                .flatMap(session -> sessions.find(caller.tenant(), session))
                .filter(session -> session.settings().key().equals(caller.key()))
                .flatMap(session -> turns.find(session.id(), TURN).map(turn -> new Response(session, turn)))
                .orElseThrow(() -> new HoldfastException(
                        Reason.RESPONSE_NOT_FOUND,
                        "Response not found. It may be over and gone, deleted, or another key's."));
    }

    /** What was noted when the response was begun. */
    public static JsonValue notes(Response response) {
        JsonValue metadata = JsonParser.parse(response.session().metadata().text());
        if (metadata instanceof JsonObject object && object.fields().get(NOTES) instanceof JsonObject notes) {
            return notes;
        }
        throw new IllegalStateException("The session " + response.session().id() + " is not a response's");
    }

    /** Shows every event of the response so far. */
    public void replay(Response response, Consumer<RecordedEvent> reader) {
        long last = 0;
        List<RecordedEvent> page;
        do {
            page = turns.after(response.session(), TURN, last, PAGE);
            page.forEach(reader);
            last = page.isEmpty() ? last : page.getLast().sequence();
        } while (page.size() == PAGE);
    }

    /** What the model was given. */
    public List<Message> input(Response response) {
        return facts(response)
                .map(facts -> switch (facts.getFirst().event()) {
                    case Event.TurnStarted started -> started.request().input();
                    case Event other -> throw new IllegalStateException("A turn begins with " + other);
                })
                .orElse(List.of());
    }

    /** What was said, with what the model was given; refused while the response is under way. */
    public List<Message> conversation(Response response) {
        if (response.session().busy()) {
            throw new HoldfastException(
                    Reason.TURN_RUNNING,
                    "The previous response is still under way. Wait for its end, or cancel it.",
                    Map.of("turn_number", Integer.toString(TURN)));
        }
        return facts(response).map(Conversation::asTold).orElse(List.of());
    }

    /** Ends a response; whether it was still under way. */
    public boolean cancel(Caller caller, Response response) {
        return turns.cancel(caller, response.session(), TURN);
    }

    /** Deletes a response for good, and ends it before. */
    public void delete(Caller caller, Response response) {
        sessions.delete(caller.tenant(), response.session().id());
    }

    /** Empty if the response was deleted in the meantime. */
    private Optional<List<RecordedEvent>> facts(Response response) {
        return Optional.of(turns.facts(response.session().id(), TURN, Long.MAX_VALUE))
                .filter(facts -> !facts.isEmpty());
    }

    /** With a mark of the question, so that a repeat is not taken for another one. What is wrong with it is refused here. */
    private String notes(Caller caller, ResponseDraft draft) {
        SessionSettings settings = sessions.settings(
                caller,
                Origin.RESPONSES,
                new SessionDraft(null, draft.notes(), null, null, List.of(), null, lifetime(draft.keeping())));
        var question = new TurnCommand.Submit(
                caller.tenant(), caller.key(), TurnCheck.request(draft.turn(), settings, models));
        return JsonWriter.object(json ->
                json.field(QUESTION, Fingerprint.of(NO_SESSION, question)).field(NOTES, draft.notes()));
    }

    private Lifetime lifetime(Keeping keeping) {
        return switch (keeping) {
            case STORED -> new Lifetime(config.stored(), null, End.DESTROY);
            case RESUME_WINDOW ->
                new Lifetime(
                        config.stored(), new IdleBound(config.resumeWindow(), IdleClock.LAST_RESPONSE), End.DESTROY);
        };
    }
}
