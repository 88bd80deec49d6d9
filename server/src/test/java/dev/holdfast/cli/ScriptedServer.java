package dev.holdfast.cli;

import dev.holdfast.Holdfast;
import dev.holdfast.model.DemoModel;
import dev.holdfast.model.Provider;
import dev.holdfast.testing.EffectTool;
import dev.holdfast.testing.Effects;
import dev.holdfast.tool.Toolbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;

/** {@code holdfast serve} with tools whose runs a test can count and hold: Bash, which is not repeatable, and Read, which is. */
public final class ScriptedServer {

    private ScriptedServer() {}

    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Effects effects = new Effects(Path.of(Objects.requireNonNull(System.getenv(Effects.DIRECTORY))));
        Toolbox tools = new Toolbox(List.of(EffectTool.once("Bash", effects), EffectTool.repeatable("Read", effects)));
        var capabilities = new Holdfast.Capabilities(Map.of(Provider.DEMO, new DemoModel(Thread::sleep)), tools);
        System.exit(new CommandLine(new ServeCommand(capabilities)).execute(arguments));
    }
}
