package dev.peregrine.gateway.format;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.peregrine.gateway.mapping.FormatTable;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a message of ISO 20022, at both addresses. */
class Iso20022Fuzz {
    private static final FormatTarget TARGET = new FormatTarget();
    private static final FormatTable TABLE = FormatTable.load(Iso20022.TABLE);
    private static final Format PAYMENTS = Iso20022.payments(TABLE);
    private static final Format REPORTS = Iso20022.reports(TABLE);

    @AfterAll
    static void tell() {
        System.out.println(TARGET.told(Iso20022Fuzz.class));
    }

    static Stream<Arguments> samples() {
        return Stream.of(
                sample(
                        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"><CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-01-31T12:00:00Z</CreDtTm><NbOfTxs>1</NbOfTxs><CtrlSum>1.5</CtrlSum></GrpHdr><PmtInf><PmtInfId>P</PmtInfId><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct><CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"EUR\">1.5</InstdAmt></Amt></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>"),
                sample(
                        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\"><FIToFICstmrCdtTrf><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-01-31T12:00:00Z</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr><CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId><IntrBkSttlmAmt Ccy=\"JPY\">5</IntrBkSttlmAmt><SplmtryData><Envlp><Attributes><ch_acc_age_ind>1</ch_acc_age_ind></Attributes></Envlp></SplmtryData></CdtTrfTxInf></FIToFICstmrCdtTrf></Document>"),
                sample(
                        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09\"><PmtRtr><GrpHdr><MsgId>R</MsgId><CreDtTm>2026-02-01T12:00:00</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr><TxInf><RtrId>1</RtrId><OrgnlUETR>8a562c67-ca16-48ba-b074-65581be6f001</OrgnlUETR><RtrdIntrBkSttlmAmt Ccy=\"EUR\">1</RtrdIntrBkSttlmAmt><RtrRsnInf><Rsn><Cd>FRAD</Cd></Rsn></RtrRsnInf></TxInf></PmtRtr></Document>"),
                sample(
                        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.056.001.08\"><FIToFIPmtCxlReq><Assgnmt><Id>A</Id><CreDtTm>2026-02-01T12:00:00Z</CreDtTm></Assgnmt><Undrlyg><TxInf><OrgnlEndToEndId>E</OrgnlEndToEndId><CxlRsnInf><Rsn><Cd>FRAD</Cd></Rsn></CxlRsnInf></TxInf></Undrlyg></FIToFIPmtCxlReq></Document>"));
    }

    private static Arguments sample(String body) {
        return arguments((Object) body.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "1m")
    void shouldRefuseOrMakeEventsOfAnyMessage(byte[] bytes) {
        TARGET.take(PAYMENTS, bytes, 1_769_860_800_000_000_000L, null);
        TARGET.take(REPORTS, bytes, 1_769_860_800_000_000_000L, null);
    }
}
