package dev.holdfast.agent;

import dev.holdfast.model.Model;
import dev.holdfast.model.ModelCatalogue;
import dev.holdfast.model.Provider;
import dev.holdfast.storage.IdSource;
import dev.holdfast.tool.Toolbox;
import dev.holdfast.turn.TurnJournal;
import dev.holdfast.turn.TurnStore;
import java.time.InstantSource;
import java.util.Map;

/** What every worker works with. */
public record TurnDesk(
        TurnJournal journal,
        TurnStore turns,
        ModelCatalogue catalogue,
        Map<Provider, Model> models,
        Toolbox toolbox,
        InstantSource clock,
        IdSource ids) {

    public TurnDesk {
        models = Map.copyOf(models);
    }
}
