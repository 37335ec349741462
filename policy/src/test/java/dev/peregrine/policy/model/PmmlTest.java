package dev.peregrine.policy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PMML in our own forms: outputs by the standard's rules, and what is refused. */
@Timeout(60)
class PmmlTest {
    private static final String HEAD =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
              <Header/>
              <DataDictionary>
                <DataField name="n" optype="continuous" dataType="double"/>
                <DataField name="amount" optype="continuous" dataType="double"/>
              </DataDictionary>
            """;
    private static final String SCHEMA =
            """
            <MiningSchema><MiningField name="n"/><MiningField name="amount"/></MiningSchema>
            """;
    private static final String SCORECARD =
            HEAD
                    + """
                    <Scorecard functionName="regression" initialScore="60" useReasonCodes="false">
                    """
                    + SCHEMA
                    + """
                      <Characteristics>
                        <Characteristic name="c1">
                          <Attribute partialScore="-7"><SimplePredicate field="n" operator="isMissing"/></Attribute>
                          <Attribute partialScore="20"><SimplePredicate field="n" operator="lessThan" value="3"/></Attribute>
                          <Attribute partialScore="5"><CompoundPredicate booleanOperator="and">
                            <SimplePredicate field="n" operator="greaterOrEqual" value="3"/>
                            <SimplePredicate field="n" operator="lessOrEqual" value="6"/>
                          </CompoundPredicate></Attribute>
                          <Attribute partialScore="-10"><SimplePredicate field="n" operator="greaterThan" value="6"/></Attribute>
                        </Characteristic>
                        <Characteristic name="c2">
                          <Attribute partialScore="1"><SimplePredicate field="amount" operator="lessThan" value="100"/></Attribute>
                          <Attribute partialScore="2"><SimplePredicate field="amount" operator="greaterOrEqual" value="100"/></Attribute>
                        </Characteristic>
                      </Characteristics>
                    </Scorecard>
                    </PMML>
                    """;
    private static final String TREE =
            """
            <TreeModel functionName="regression" missingValueStrategy="defaultChild" splitCharacteristic="binarySplit">
            """
                    + SCHEMA
                    + """
                    <Node id="1" defaultChild="3"><True/>
                      <Node id="2" score="0.25" recordCount="30"><SimplePredicate field="n" operator="lessOrEqual" value="4"/></Node>
                      <Node id="3" defaultChild="4"><SimplePredicate field="n" operator="greaterThan" value="4"/>
                        <Node id="4" score="-1.5" recordCount="20"><SimplePredicate field="amount" operator="greaterOrEqual" value="50"/></Node>
                        <Node id="5" score="2" recordCount="50"><SimplePredicate field="amount" operator="lessThan" value="50"/></Node>
                      </Node>
                    </Node>
                    </TreeModel>
                    """;
    private static final String SUM =
            HEAD
                    + "<MiningModel functionName=\"regression\">"
                    + SCHEMA
                    + "<Targets><Target rescaleConstant=\"0.5\"/></Targets>"
                    + "<Segmentation multipleModelMethod=\"sum\"><Segment id=\"1\"><True/>"
                    + TREE
                    + "</Segment><Segment id=\"2\"><True/>"
                    + TREE
                    + "</Segment></Segmentation></MiningModel></PMML>";

    @ParameterizedTest
    @CsvSource({
        "2.9, 99, 81",
        "3, 100, 67",
        "6, 100, 67",
        "6.0001, 100, 52",
        "NaN, 0, 54",
        "-5, NaN, 80"
    })
    void shouldScoreAScorecard(double n, double amount, double expected) throws Exception {
        assertThat(margin(SCORECARD, n, amount)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"4, 0, 1", "4.5, 50, -2.5", "4.5, 49.9, 4.5", "NaN, 49.9, 4.5", "NaN, NaN, -2.5"})
    void shouldSumTrees(double n, double amount, double expected) throws Exception {
        assertThat(margin(SUM, n, amount)).isEqualTo(expected);
    }

    @Test
    void shouldKnowTheCovers() throws Exception {
        TreeModel model = (TreeModel) read(SUM);

        assertThat(model.hasCovers()).isTrue();
        assertThat(model.trees().get(0).expectedValues()[0])
                .isEqualTo((30 * 0.25 - 20 * 1.5 + 50 * 2) / 100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lessOrEqual\" value=\"4|equal\" value=\"4|operator equal is not supported",
                "missingValueStrategy=\"defaultChild\"||missingValueStrategy must be defaultChild",
                "greaterThan\" value=\"4|greaterThan\" value=\"5|do not complement",
                "multipleModelMethod=\"sum|multipleModelMethod=\"average|must be sum",
                "defaultChild=\"3\"||has no defaultChild",
                "score=\"0.25\"||must be a finite number",
                "name=\"n\"/><MiningField|name=\"n\" missingValueReplacement=\"0\"/><MiningField|is changed"
                        + " before it is looked at",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>|<!DOCTYPE x>|without a DOCTYPE",
            })
    void shouldRefuse(String old, String replacement, String problem) {
        String text = SUM.replace(old, replacement == null ? "" : replacement);
        assertThat(text).isNotEqualTo(SUM);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldTellWhereXmlIsBroken() {
        assertThatThrownBy(() -> read(SCORECARD.replace("</Characteristics>", "")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("PMML");
        assertThatThrownBy(() -> read(SCORECARD.replace("lessOrEqual", "lessThan")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("intervals must follow each other");
    }

    private static Model read(String text) throws ModelFormatException {
        return ModelFormat.PMML.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static double margin(String text, double n, double amount) throws Exception {
        Model model = read(text);
        double[] margins = new double[1];
        double[] row = new double[2];
        row[model.inputs().indexOf("n")] = n;
        row[model.inputs().indexOf("amount")] = amount;
        model.margins(row, margins);
        return margins[0];
    }
}
