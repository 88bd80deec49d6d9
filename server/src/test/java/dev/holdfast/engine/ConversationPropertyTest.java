package dev.holdfast.engine;

import static dev.holdfast.engine.Story.ASK;
import static dev.holdfast.engine.Story.OWNER;
import static dev.holdfast.engine.Story.SEARCH;
import static dev.holdfast.engine.Story.call;
import static dev.holdfast.engine.Story.needsApproval;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.event.Event.FailureCause;
import dev.holdfast.event.Message;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.testing.WellFormed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever was called, told, answered or cut short, and however little fits: no call dangles and no result is without its call. */
final class ConversationPropertyTest {

    private final List<String> ids = new ArrayList<>();
    private int calls;

    @Test
    void everyCallIsFollowedByItsResultAndEveryResultFollowsItsCall() {
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            Story story = new Story();
            ids.clear();
            calls = 0;
            for (int turn = 0; turn <= random.nextInt(4); turn++) {
                story.submit(request(random));
                for (int step = 0; step < 12 && story.living().turn() != null; step++) {
                    act(story, random);
                }
                if (story.living().turn() != null) {
                    story.when(new TurnCommand.Cancel(OWNER));
                }
            }
            story.submit(request(random));
            List<List<RecordedEvent>> before = IntStream.iterate(
                            story.turn().number() - 1, turn -> turn > 0, turn -> turn - 1)
                    .mapToObj(story::turn)
                    .toList();

            WellFormed.check(Conversation.of(story.turn(), before.iterator(), random.nextInt(100)), "seed " + seed);
        }
    }

    private void act(Story story, Random random) {
        if (random.nextInt(12) == 0) {
            story.when(new TurnCommand.Cancel(OWNER));
            return;
        }
        if (!story.turn().running()) {
            List<ToolCall> open = story.turn().pending().stream()
                    .map(pending -> pending.call())
                    .toList();
            ToolCall one = open.get(random.nextInt(open.size()));
            TurnCommand.Result result = new TurnCommand.Result(one.id(), "given");
            try {
                story.when(
                        switch (random.nextInt(4)) {
                            case 0 -> new TurnCommand.Reject(OWNER, Story.PERSON, one.id(), null);
                            case 1 -> new TurnCommand.Approve(OWNER, Story.PERSON, one.id(), List.of(), null);
                            default -> new TurnCommand.Approve(OWNER, Story.PERSON, one.id(), List.of(result), null);
                        });
            } catch (HoldfastException refusal) {
                assertThat(refusal.sentence()).contains("needs no approval but a result");
            }
            return;
        }
        switch (story.next()) {
            case Next.CallModel _ -> story.answers("text", calls(random));
            case Next.RunTools run -> {
                Action action = (run.begun().isEmpty() ? run.approved() : run.begun()).getFirst();
                if (run.begun().isEmpty()) {
                    story.when(new WorkerReport.Executing(action.id()));
                } else if (random.nextInt(4) == 0) {
                    story.when(new WorkerReport.InDoubt(List.of(action.id())));
                } else {
                    story.when(new WorkerReport.Returned(action.id(), "done", random.nextBoolean()));
                }
            }
            case Next.Stop stop -> story.when(new WorkerReport.Failed(FailureCause.LIMIT, stop.sentence()));
        }
    }

    private ToolCall[] calls(Random random) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> call(++calls, random.nextBoolean() ? "ask" : "web_search"))
                .peek(called -> ids.add(called.id().toString()))
                .toArray(ToolCall[]::new);
    }

    private TurnRequest request(Random random) {
        List<Message> input = new ArrayList<>(Story.said("go"));
        for (int more = random.nextInt(5); more > 0; more--) {
            String id = ids.isEmpty() || random.nextInt(3) == 0
                    ? "call_" + random.nextInt(3)
                    : ids.get(random.nextInt(ids.size()));
            input.add(
                    random.nextInt(3) == 0
                            ? new Message.Called(id, "f", "{}")
                            : new Message.Returned(id, "told", false));
        }
        Approvals[] approvals = Approvals.values();
        TurnRequest base = Story.request(
                approvals[random.nextInt(approvals.length)],
                random.nextBoolean() ? LooseCalls.PAUSE : LooseCalls.END_TURN,
                random.nextBoolean() ? ASK : needsApproval(ASK),
                random.nextBoolean() ? SEARCH : needsApproval(SEARCH));
        return new TurnRequest(
                input,
                base.model(),
                base.instructions(),
                base.tools(),
                base.toolChoice(),
                base.sampling(),
                base.approvals(),
                base.looseCalls());
    }
}
