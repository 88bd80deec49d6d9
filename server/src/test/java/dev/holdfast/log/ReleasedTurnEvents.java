package dev.holdfast.log;

import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Content;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.FailureCause;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.Ruling;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.Message;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.Doubts;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.event.TurnRequest.Patience;
import dev.holdfast.json.Json;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.KeyId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The events of turns that were ever released, with their bytes. A line here is never changed, only added. */
final class ReleasedTurnEvents {

    private static final KeyId KEY = new KeyId(new UUID(0, 2));
    private static final ActionId ACTION = new ActionId(new UUID(0, 3));
    private static final ToolCall CALL = new ToolCall(ACTION, "Bash", "{\"command\": \"ls\"}");
    private static final ModelStep STEP =
            new ModelStep("Hi.", List.of(CALL), new TokenUsage(10, 2), 345, new Json("[1.0]"));
    private static final TurnCost COST = new TurnCost(new TokenUsage(10, 2), 345);
    private static final List<PendingAction> NEEDS =
            Stream.of(Need.values()).map(need -> new PendingAction(CALL, need)).toList();

    private static final TurnRequest FULL = new TurnRequest(
            List.of(
                    new Message.Said(
                            Message.Role.USER,
                            List.of(
                                    new Content.Text("Hi"),
                                    new Content.Image("https://a/b"),
                                    new Content.File("f", "text"))),
                    new Message.Said(Message.Role.ASSISTANT, List.of(new Content.Text("Yes"))),
                    new Message.Said(Message.Role.SYSTEM, List.of(new Content.Text("So"))),
                    new Message.Called("call_1", "f", "{}"),
                    new Message.Returned("call_1", "out", true)),
            "demo",
            "Be brief.",
            List.of(new ToolSpec.BuiltIn(ToolSpec.Kind.WEB_SEARCH, true)),
            new ToolChoice.Named("f"),
            new Sampling(0.5, 0.25, 99, new ResponseFormat.JsonSchema("s", "d", new Json("{}"), true)),
            Approvals.FLAGGED_OR_ALL,
            LooseCalls.END_TURN);

    private static final TurnRequest SPARE = new TurnRequest(
            List.of(), "demo", null, null, new ToolChoice.Auto(), Sampling.USUAL, Approvals.NONE, LooseCalls.PAUSE);

    private static final TurnRequest IMPATIENT = new TurnRequest(
            List.of(),
            "demo",
            null,
            null,
            new ToolChoice.Auto(),
            Sampling.USUAL,
            Approvals.NONE,
            LooseCalls.PAUSE,
            new Patience(Duration.ofMinutes(10), Doubts.TELL_THE_MODEL));

    private static final TurnRequest WAITING = new TurnRequest(
            List.of(),
            "demo",
            null,
            null,
            new ToolChoice.Auto(),
            Sampling.USUAL,
            Approvals.NONE,
            LooseCalls.PAUSE,
            new Patience(null, Duration.ofHours(1), Doubts.ASK_A_PERSON));

    private static final ApprovalId APPROVAL = new ApprovalId(ACTION, 0);
    private static final PendingAction ASKED = new PendingAction(CALL, Need.APPROVAL, APPROVAL);
    private static final PendingAction DOUBTED = new PendingAction(CALL, Need.DOUBT_SETTLED, new ApprovalId(ACTION, 2));

    private ReleasedTurnEvents() {}

    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of(
                        20,
                        new Event.TurnStarted(3, KEY, FULL),
                        "0803121e6b65795f30303030303030303030303030303030303030303030303030321ab1010a260a"
                                + "24080112040a024869120d120b68747470733a2f2f612f62120b1a090a01661204746578740a0b0a"
                                + "09080212050a035965730a0a0a08080312040a02536f0a11120f0a0663616c6c5f311201661a027b"
                                + "7d0a111a0f0a0663616c6c5f3112036f75741801120464656d6f1a0942652062726965662e22060a"
                                + "04100118012a03120166322609000000000000e03f11000000000000d03f18632210120e0a017312"
                                + "01641a040a027b7d200138024002"),
                Arguments.of(
                        20,
                        new Event.TurnStarted(1, KEY, SPARE),
                        "0801121e6b65795f30303030303030303030303030303030303030303030303030321a1012046465"
                                + "6d6f2a020801320038034001"),
                Arguments.of(
                        20,
                        new Event.TurnStarted(1, KEY, IMPATIENT),
                        "0801121e6b65795f30303030303030303030303030303030303030303030303030321a1712046465"
                                + "6d6f2a0208013200380340014a0308d8045002"),
                Arguments.of(21, new Event.ModelCallRetried(2, Event.TurnCost.NONE), "0802"),
                Arguments.of(
                        21,
                        new Event.ModelCallRetried(1, new Event.TurnCost(new TokenUsage(16, 2), 345)),
                        "080112040810100218d902"),
                Arguments.of(
                        22,
                        new Event.ToolCallStarted(CALL, Runner.SERVER, true, STEP),
                        "0a380a1d74635f30303030303030303030303030303030303030303030303030331204426173681a"
                                + "117b22636f6d6d616e64223a20226c73227d1001180122510a0348692e12380a1d74635f30303030"
                                + "303030303030303030303030303030303030303030331204426173681a117b22636f6d6d616e6422"
                                + "3a20226c73227d1a04080a100220d9022a070a055b312e305d"),
                Arguments.of(
                        22,
                        new Event.ToolCallStarted(CALL, Runner.CALLER, false, null),
                        "0a380a1d74635f30303030303030303030303030303030303030303030303030331204426173681a"
                                + "117b22636f6d6d616e64223a20226c73227d"),
                Arguments.of(
                        23,
                        new Event.ToolCallExecuting(ACTION, 2),
                        "0a1d74635f30303030303030303030303030303030303030303030303030331002"),
                Arguments.of(
                        24,
                        new Event.ToolCallCompleted(ACTION, "Bash", "out", true),
                        "0a1d74635f30303030303030303030303030303030303030303030303030331204426173681a036f"
                                + "75742001"),
                Arguments.of(
                        25,
                        new Event.ToolCallInDoubt(ACTION),
                        "0a1d74635f3030303030303030303030303030303030303030303030303033"),
                Arguments.of(
                        26,
                        new Event.TurnPaused(PauseReason.APPROVAL_REQUIRED, NEEDS),
                        "0801123c0a380a1d74635f3030303030303030303030303030303030303030303030303033120442"
                                + "6173681a117b22636f6d6d616e64223a20226c73227d1001123c0a380a1d74635f30303030303030"
                                + "303030303030303030303030303030303030331204426173681a117b22636f6d6d616e64223a2022"
                                + "6c73227d1002123c0a380a1d74635f30303030303030303030303030303030303030303030303030"
                                + "331204426173681a117b22636f6d6d616e64223a20226c73227d1003123c0a380a1d74635f303030"
                                + "30303030303030303030303030303030303030303030331204426173681a117b22636f6d6d616e64"
                                + "223a20226c73227d1004"),
                Arguments.of(
                        26,
                        new Event.TurnPaused(PauseReason.RESULT_REQUIRED, NEEDS.subList(2, 3)),
                        "0802123c0a380a1d74635f3030303030303030303030303030303030303030303030303033120442"
                                + "6173681a117b22636f6d6d616e64223a20226c73227d1003"),
                Arguments.of(
                        26,
                        new Event.TurnPaused(PauseReason.EFFECT_IN_DOUBT, NEEDS.subList(3, 4)),
                        "0803123c0a380a1d74635f3030303030303030303030303030303030303030303030303033120442"
                                + "6173681a117b22636f6d6d616e64223a20226c73227d1004"),
                Arguments.of(
                        27,
                        new Event.TurnResumed(ACTION, Resolution.APPROVED, "", null, KEY),
                        "0a1d74635f303030303030303030303030303030303030303030303030303310011a002a1e6b6579"
                                + "5f3030303030303030303030303030303030303030303030303032"),
                Arguments.of(
                        27,
                        new Event.TurnResumed(ACTION, Resolution.REJECTED, null, "no", KEY),
                        "0a1d74635f3030303030303030303030303030303030303030303030303033100222026e6f2a1e6b"
                                + "65795f3030303030303030303030303030303030303030303030303032"),
                Arguments.of(
                        27,
                        new Event.TurnResumed(ACTION, Resolution.ANSWERED, "42", null, KEY),
                        "0a1d74635f303030303030303030303030303030303030303030303030303310031a0234322a1e6b"
                                + "65795f3030303030303030303030303030303030303030303030303032"),
                Arguments.of(
                        27,
                        new Event.TurnResumed(ACTION, Resolution.ANSWERED, "no", true, null, KEY),
                        "0a1d74635f303030303030303030303030303030303030303030303030303310031a026e6f2a1e6b"
                                + "65795f30303030303030303030303030303030303030303030303030323001"),
                Arguments.of(
                        20,
                        new Event.TurnStarted(1, KEY, WAITING),
                        "0801121e6b65795f30303030303030303030303030303030303030303030303030321a1512046465"
                                + "6d6f2a0208013200380340015a0308901c"),
                Arguments.of(
                        26,
                        new Event.TurnPaused(PauseReason.APPROVAL_REQUIRED, List.of(ASKED)),
                        "0801129e010a380a1d74635f30303030303030303030303030303030303030303030303030331204"
                                + "426173681a117b22636f6d6d616e64223a20226c73227d10011a1e6170725f303030303030303030"
                                + "30303030303030303030303030303030332240373364323461653536366561396534393034356132"
                                + "39663832633463353136613537633865396633623265633336666361363436663930636337363264"
                                + "386631"),
                Arguments.of(
                        26,
                        new Event.TurnPaused(PauseReason.EFFECT_IN_DOUBT, List.of(DOUBTED)),
                        "080312a0010a380a1d74635f30303030303030303030303030303030303030303030303030331204"
                                + "426173681a117b22636f6d6d616e64223a20226c73227d10041a206170725f303030303030303030"
                                + "30303030303030303030303030303030335f32224037336432346165353636656139653439303435"
                                + "61323966383263346335313661353763386539663362326563333666636136343666393063633736"
                                + "3264386631"),
                Arguments.of(
                        27,
                        new Event.TurnResumed(
                                ACTION,
                                Resolution.APPROVED,
                                null,
                                false,
                                null,
                                new Decider(KEY, "bot", "ada@example.com"),
                                new Ruling(APPROVAL, CallDigest.of(CALL), "{}", true)),
                        "0a1d74635f303030303030303030303030303030303030303030303030303310012a1e6b65795f30"
                                + "303030303030303030303030303030303030303030303030323a1e6170725f303030303030303030"
                                + "30303030303030303030303030303030334240373364323461653536366561396534393034356132"
                                + "39663832633463353136613537633865396633623265633336666361363436663930636337363264"
                                + "3866314a027b7d5203626f745a0f616461406578616d706c652e636f6d6001"),
                Arguments.of(
                        27,
                        new Event.TurnResumed(
                                ACTION,
                                Resolution.REJECTED,
                                null,
                                false,
                                "no",
                                new Decider(KEY, "ada", null),
                                new Ruling(APPROVAL, CallDigest.of(CALL), null, false)),
                        "0a1d74635f3030303030303030303030303030303030303030303030303033100222026e6f2a1e6b"
                                + "65795f30303030303030303030303030303030303030303030303030323a1e6170725f3030303030"
                                + "30303030303030303030303030303030303030303342403733643234616535363665613965343930"
                                + "34356132396638326334633531366135376338653966336232656333366663613634366639306363"
                                + "373632643866315203616461"),
                Arguments.of(
                        33,
                        new Event.ApprovalExpired(ACTION, APPROVAL, Duration.ofHours(1)),
                        "0a1d74635f3030303030303030303030303030303030303030303030303033121e6170725f303030"
                                + "30303030303030303030303030303030303030303030331a0308901c"),
                Arguments.of(28, new Event.TurnRecovered(5, 9), "08051009"),
                Arguments.of(
                        29,
                        new Event.TurnCompleted(STEP, "Hi.", List.of(CALL), COST, ACTION),
                        "0a510a0348692e12380a1d74635f3030303030303030303030303030303030303030303030303033"
                                + "1204426173681a117b22636f6d6d616e64223a20226c73227d1a04080a100220d9022a070a055b31"
                                + "2e305d120348692e1a380a1d74635f30303030303030303030303030303030303030303030303030"
                                + "331204426173681a117b22636f6d6d616e64223a20226c73227d2204080a100228d902321d74635f"
                                + "3030303030303030303030303030303030303030303030303033"),
                Arguments.of(29, new Event.TurnCompleted(null, "", List.of(), TurnCost.NONE, null), "2200"),
                Arguments.of(
                        30, new Event.TurnFailed("no", FailureCause.MODEL, COST), "0a026e6f10011a04080a100220d902"),
                Arguments.of(30, new Event.TurnFailed("no", FailureCause.LIMIT, TurnCost.NONE), "0a026e6f10021a00"),
                Arguments.of(
                        30, new Event.TurnFailed("no", FailureCause.INTERRUPTED, TurnCost.NONE), "0a026e6f10031a00"),
                Arguments.of(30, new Event.TurnFailed("no", FailureCause.INTERNAL, TurnCost.NONE), "0a026e6f10041a00"),
                Arguments.of(
                        31, new Event.TurnCancelled("cancelled", COST), "0a0963616e63656c6c65641204080a100218d902"),
                Arguments.of(32, new Event.TurnCheckpointed(50, 200, 12345, 7), "083210c80118b9602007"),
                Arguments.of(100, new Event.TextAdded("Hi \u00e4\ud83d\ude42"), "0a09486920c3a4f09f9982"),
                Arguments.of(101, new Event.ThinkingAdded("Hm."), "0a03486d2e"));
    }
}
