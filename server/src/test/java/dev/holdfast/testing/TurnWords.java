package dev.holdfast.testing;

import dev.holdfast.v1.BuiltInTool;
import dev.holdfast.v1.Content;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.FunctionTool;
import dev.holdfast.v1.Message;
import dev.holdfast.v1.Role;
import dev.holdfast.v1.SaidMessage;
import dev.holdfast.v1.Tool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Words that tests of turns have in common. */
public final class TurnWords {

    private TurnWords() {}

    public static Message user(String text) {
        return Message.newBuilder()
                .setSaid(SaidMessage.newBuilder()
                        .setRole(Role.ROLE_USER)
                        .addContent(Content.newBuilder().setText(text)))
                .build();
    }

    /** A function that the caller runs. */
    public static Tool function(String name) {
        return Tool.newBuilder()
                .setFunction(FunctionTool.newBuilder().setName(name))
                .build();
    }

    public static Tool builtIn(BuiltInTool tool) {
        return Tool.newBuilder().setBuiltIn(tool).build();
    }

    /** The tool, so that a person has to approve its calls. */
    public static Tool gated(Tool tool) {
        return tool.toBuilder().setNeedsApproval(true).build();
    }

    public static List<PayloadCase> kinds(List<Event> events) {
        return events.stream().map(Event::getPayloadCase).toList();
    }

    /** All text of the events. */
    public static String text(List<Event> events) {
        return events.stream().map(event -> event.getTextAdded().getDelta()).collect(Collectors.joining());
    }

    /** Calls from so many threads at once; their answers. */
    public static <T> List<T> atOnce(int callers, Callable<T> call) {
        return atOnce(Collections.nCopies(callers, call));
    }

    public static <T> List<T> atOnce(List<Callable<T>> calls) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = calls.stream().map(threads::submit).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
