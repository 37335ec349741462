package dev.peregrine.policy.model;

import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.UnmarshalException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.ParserConfigurationException;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.OutlierTreatmentMethod;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Target;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.jpmml.model.PMMLException;
import org.jpmml.model.PMMLUtil;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads PMML 4.x into our own forms: scorecards over intervals of numbers, regression trees with
 * binary splits of numbers, and sums of such trees. Anything else is refused by name. Sums and
 * comparisons are in double precision.
 */
final class PmmlReader {
    private static final String DOCTYPE = "<!DOCTYPE";

    private PmmlReader() {}

    static Model read(byte[] content) throws ModelFormatException {
        try {
            return model(content);
        } catch (PMMLException e) {
            throw wrong(e.getMessage());
        }
    }

    private static Model model(byte[] content) throws ModelFormatException {
        List<org.dmg.pmml.Model> models = parse(content).getModels();
        if (models.size() != 1) {
            throw wrong("has " + models.size() + " models, not one");
        }
        org.dmg.pmml.Model model = models.get(0);
        if (model.getLocalTransformations() != null) {
            throw wrong("has LocalTransformations: they are not supported");
        }
        if (model.getMiningFunction() != MiningFunction.REGRESSION) {
            throw wrong("has no functionName='regression': only these have one margin");
        }
        checkFields(model.getMiningSchema());
        if (model instanceof org.dmg.pmml.scorecard.Scorecard scorecard) {
            if (model.getTargets() != null) {
                throw wrong("a scorecard with Targets is not supported");
            }
            return PmmlScorecard.read(scorecard);
        }
        return trees(model);
    }

    private static void checkFields(MiningSchema schema) throws ModelFormatException {
        for (MiningField field : schema.getMiningFields()) {
            if (field.getMissingValueReplacement() != null
                    || field.getOutlierTreatment() != OutlierTreatmentMethod.AS_IS) {
                throw wrong(
                        "field '"
                                + field.getName()
                                + "' is changed before it is looked at (missingValueReplacement or"
                                + " outliers): that is not supported");
            }
        }
    }

    static ModelFormatException wrong(String message) {
        return new ModelFormatException(1, 1, "PMML: " + message);
    }

    private static PMML parse(byte[] content) throws ModelFormatException {
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.strip().startsWith("<") || text.indexOf('\0') >= 0 || text.contains(DOCTYPE)) {
            throw wrong("must be XML in UTF-8 without a DOCTYPE");
        }
        try {
            return PMMLUtil.unmarshal(new ByteArrayInputStream(content));
        } catch (JAXBException | SAXException | ParserConfigurationException e) {
            throw invalid(e);
        }
    }

    private static ModelFormatException invalid(Exception e) {
        Throwable cause =
                e instanceof UnmarshalException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof SAXParseException parse) {
            return new ModelFormatException(
                    Math.max(1, parse.getLineNumber()),
                    Math.max(1, parse.getColumnNumber()),
                    "PMML: " + parse.getMessage());
        }
        return wrong("cannot be read: " + cause.getMessage());
    }

    private static TreeModel trees(org.dmg.pmml.Model model) throws ModelFormatException {
        List<org.dmg.pmml.tree.TreeModel> members = new ArrayList<>();
        if (model instanceof org.dmg.pmml.tree.TreeModel single) {
            members.add(single);
        } else if (model instanceof MiningModel ensemble) {
            Segmentation segmentation = ensemble.requireSegmentation();
            if (segmentation.requireMultipleModelMethod() != Segmentation.MultipleModelMethod.SUM) {
                throw wrong(
                        "multipleModelMethod must be sum, not "
                                + segmentation.requireMultipleModelMethod().value());
            }
            for (Segment segment : segmentation.requireSegments()) {
                members.add(member(segment));
            }
        } else {
            throw wrong(
                    "is a "
                            + model.getClass().getSimpleName()
                            + ": only Scorecard, TreeModel and a MiningModel of these are supported");
        }
        if (members.size() > ModelLimits.MAX_TREES) {
            throw wrong("has more than " + ModelLimits.MAX_TREES + " trees");
        }
        Set<String> inputs = new LinkedHashSet<>();
        for (org.dmg.pmml.tree.TreeModel member : members) {
            PmmlTree.collectInputs(member.requireNode(), inputs);
        }
        List<String> names = List.copyOf(inputs);
        List<Tree> trees = new ArrayList<>();
        for (org.dmg.pmml.tree.TreeModel member : members) {
            trees.add(new PmmlTree(member, names).read());
        }
        return new TreeModel(
                TreeModel.Library.LIGHTGBM,
                names,
                trees,
                new int[trees.size()],
                new double[] {constant(model)},
                new Link(Link.Kind.IDENTITY));
    }

    private static org.dmg.pmml.tree.TreeModel member(Segment segment) throws ModelFormatException {
        boolean always = segment.requirePredicate() instanceof org.dmg.pmml.True;
        if (always && segment.requireModel() instanceof org.dmg.pmml.tree.TreeModel tree) {
            return tree;
        }
        throw wrong("segment " + segment.getId() + " must be a TreeModel under True");
    }

    /** What a Target adds to the sum. */
    private static double constant(org.dmg.pmml.Model model) throws ModelFormatException {
        if (model.getTargets() == null) {
            return 0;
        }
        double sum = 0;
        for (Target target : model.getTargets()) {
            boolean scaled =
                    target.getRescaleFactor() != null
                            && target.getRescaleFactor().doubleValue() != 1;
            if (scaled
                    || target.getCastInteger() != null
                    || target.getMin() != null
                    || target.getMax() != null) {
                throw wrong("a Target may have a rescaleConstant only");
            }
            if (target.getRescaleConstant() != null) {
                sum += target.getRescaleConstant().doubleValue();
            }
        }
        return sum;
    }
}
