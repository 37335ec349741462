package dev.peregrine.node.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.model.LinearModel;
import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.policy.model.OnnxModel;
import dev.peregrine.policy.model.Scorecard;
import dev.peregrine.policy.model.TreeModel;
import dev.peregrine.scoring.model.ModelFootprint;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;

/** A bundle's models and what they cost, for {@code policy explain}. */
final class ModelExplain {
    private final PolicyBundle bundle;

    ModelExplain(PolicyBundle bundle) {
        this.bundle = bundle;
    }

    /** Prints a table; nothing when there are no models. */
    void print(PrintWriter out) {
        if (bundle.models().isEmpty()) {
            return;
        }
        TextTable table =
                new TextTable(
                        Set.of(3, 4, 5, 6, 7),
                        "model",
                        "format",
                        "role",
                        "inputs",
                        "trees",
                        "leaves",
                        "file",
                        "memory",
                        "cost of a decision");
        for (ModelSpec model : bundle.models()) {
            table.row(
                    model.id(),
                    model.format().externalName(),
                    role(model),
                    number(model.inputs().size()),
                    number(trees(model.model())),
                    number(leaves(model.model())),
                    ByteText.of(model.fileBytes()),
                    ByteText.of(ModelFootprint.bytes(model.model())),
                    costClass(model.model()));
        }
        out.println();
        table.print(out);
        out.println();
        out.println(
                "memory: bytes of the layout that the engine walks; each engine has its own; of a");
        out.println("  model that learns, what the payments take that wait, when there are most");
        out.println("cost: of a decision, when the model is the champion, learns, or is read");
    }

    /** Adds an object for each model. */
    void write(ArrayNode array) {
        for (ModelSpec model : bundle.models()) {
            array.addObject()
                    .put("id", model.id())
                    .put("format", model.format().externalName())
                    .put("champion", bundle.champion().filter(model.id()::equals).isPresent())
                    .put("inputs", model.inputs().size())
                    .put("trees", trees(model.model()))
                    .put("leaves", leaves(model.model()))
                    .put("file_bytes", model.fileBytes())
                    .put("memory_bytes", ModelFootprint.bytes(model.model()))
                    .put("cost", costClass(model.model()));
        }
    }

    private String role(ModelSpec model) {
        return bundle.champion().filter(model.id()::equals).isPresent() ? "champion" : "-";
    }

    private static int trees(Model model) {
        return model instanceof TreeModel trees ? trees.trees().size() : 0;
    }

    private static int leaves(Model model) {
        return model instanceof TreeModel trees ? trees.leafCount() : 0;
    }

    private static String costClass(Model model) {
        if (model instanceof TreeModel) {
            return "O(trees x depth)";
        }
        if (model instanceof OnnxModel) {
            return "side lane only";
        }
        if (model instanceof OnlineModel online) {
            return "O(1), "
                    + number(online.terms().size())
                    + " terms, up to "
                    + number(online.learning().capacity())
                    + " payments wait";
        }
        return model instanceof LinearModel linear
                ? "O(1), " + number(linear.terms().size()) + " terms"
                : "O(1), " + number(((Scorecard) model).characteristics().size()) + " tables";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
