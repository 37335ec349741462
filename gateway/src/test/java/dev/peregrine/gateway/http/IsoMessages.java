package dev.peregrine.gateway.http;

/** Messages of ISO 20022 as their definitions have them, cut down to some fields. */
final class IsoMessages {
    static final String UETR = "8a562c67-ca16-48ba-b074-65581be6f001";
    static final String AMOUNT = "<IntrBkSttlmAmt Ccy=\"JPY\">5000</IntrBkSttlmAmt>";

    private IsoMessages() {}

    /** A pain.001 with transactions of one debtor. */
    static String pain001(String count, String sum, String... transactions) {
        return """
               <?xml version="1.0" encoding="UTF-8"?>
               <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
                 <CstmrCdtTrfInitn>
                   <GrpHdr>
                     <MsgId>MSG-1</MsgId><CreDtTm>2026-01-31T12:00:00.123+01:00</CreDtTm>
                     <NbOfTxs>%s</NbOfTxs><CtrlSum>%s</CtrlSum>
                     <InitgPty><Nm>Example AG</Nm></InitgPty>
                   </GrpHdr>
                   <PmtInf>
                     <PmtInfId>PMT-1</PmtInfId><PmtMtd>TRF</PmtMtd>
                     <ReqdExctnDt><Dt>2026-02-02</Dt></ReqdExctnDt>
                     <Dbtr><Nm>Example AG</Nm><CtctDtls><EmailAdr>Pay@Example.COM</EmailAdr></CtctDtls></Dbtr>
                     <DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>
                     <DbtrAgt><FinInstnId><BICFI>BYLADEM1001</BICFI></FinInstnId></DbtrAgt>
                     %s
                   </PmtInf>
                 </CstmrCdtTrfInitn>
               </Document>
               """
                .formatted(count, sum, String.join("\n", transactions));
    }

    /** A transaction of a pain.001. */
    static String transfer(String id, String amount) {
        return """
               <CdtTrfTxInf>
                 <PmtId><InstrId>I-%1$s</InstrId><EndToEndId>E-%1$s</EndToEndId></PmtId>
                 <Amt><InstdAmt Ccy="EUR">%2$s</InstdAmt></Amt>
                 <CdtrAgt><FinInstnId><BICFI>PSSTFRPPPAR</BICFI></FinInstnId></CdtrAgt>
                 <Cdtr><Nm>Supplier SARL</Nm></Cdtr>
                 <CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></CdtrAcct>
               </CdtTrfTxInf>
               """
                .formatted(id, amount);
    }

    /** A pacs.008 of one transaction with an amount. */
    static String pacs008(String transaction) {
        return """
               <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08">
                 <FIToFICstmrCdtTrf>
                   <GrpHdr><MsgId>FI-1</MsgId><CreDtTm>2026-01-31T11:00:00Z</CreDtTm><NbOfTxs>1</NbOfTxs>
                     <SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf></GrpHdr>
                   <CdtTrfTxInf>
                     <PmtId><InstrId>I-1</InstrId><EndToEndId>E-1</EndToEndId><TxId>T-1</TxId><UETR>%s</UETR></PmtId>
                     %s
                     <ChrgBr>SLEV</ChrgBr>
                     <Dbtr><Nm>A</Nm></Dbtr>
                     <DbtrAcct><Id><Othr><Id>4111111111111111</Id></Othr></Id></DbtrAcct>
                     <DbtrAgt><FinInstnId><BICFI>BYLADEM1001</BICFI></FinInstnId></DbtrAgt>
                     <CdtrAgt><FinInstnId><BICFI>PSSTFRPPPAR</BICFI></FinInstnId></CdtrAgt>
                     <Cdtr><Nm>B</Nm></Cdtr>
                     <CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></CdtrAcct>
                   </CdtTrfTxInf>
                 </FIToFICstmrCdtTrf>
               </Document>
               """
                .formatted(UETR, transaction);
    }

    /** A return of that transaction. */
    static String pacs004(String reason, String currency, String amount) {
        return """
               <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09">
                 <PmtRtr>
                   <GrpHdr><MsgId>RTR-1</MsgId><CreDtTm>2026-02-01T11:00:00</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr>
                   <TxInf>
                     <RtrId>R-1</RtrId>
                     <OrgnlGrpInf><OrgnlMsgId>FI-1</OrgnlMsgId></OrgnlGrpInf>
                     <OrgnlEndToEndId>E-1</OrgnlEndToEndId><OrgnlTxId>T-1</OrgnlTxId><OrgnlUETR>%s</OrgnlUETR>
                     <RtrdIntrBkSttlmAmt Ccy="%s">%s</RtrdIntrBkSttlmAmt>
                     <RtrRsnInf><Rsn><Cd>%s</Cd></Rsn></RtrRsnInf>
                   </TxInf>
                 </PmtRtr>
               </Document>
               """
                .formatted(UETR, currency, amount, reason);
    }

    /** A request to cancel it. */
    static String camt056(String reason) {
        return """
               <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.056.001.08">
                 <FIToFIPmtCxlReq>
                   <Assgnmt><Id>CXL-1</Id><CreDtTm>2026-02-01T11:00:00Z</CreDtTm></Assgnmt>
                   <CtrlData><NbOfTxs>1</NbOfTxs></CtrlData>
                   <Undrlyg><TxInf>
                     <CxlId>C-1</CxlId>
                     <OrgnlGrpInf><OrgnlMsgId>FI-1</OrgnlMsgId><OrgnlMsgNmId>pacs.008.001.08</OrgnlMsgNmId></OrgnlGrpInf>
                     <OrgnlEndToEndId>E-1</OrgnlEndToEndId><OrgnlTxId>T-1</OrgnlTxId>
                     <CxlRsnInf><Rsn><Cd>%s</Cd></Rsn></CxlRsnInf>
                   </TxInf></Undrlyg>
                 </FIToFIPmtCxlReq>
               </Document>
               """
                .formatted(reason);
    }

    /** The answer to such a request. */
    static String camt029(String reason) {
        return """
               <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.029.001.09">
                 <RsltnOfInvstgtn>
                   <Assgnmt><Id>INV-1</Id><CreDtTm>2026-02-02T11:00:00Z</CreDtTm></Assgnmt>
                   <Sts><Conf>RJCR</Conf></Sts>
                   <CxlDtls><TxInfAndSts>
                     <CxlStsId>S-1</CxlStsId>
                     <OrgnlEndToEndId>E-1</OrgnlEndToEndId><OrgnlUETR>%s</OrgnlUETR>
                     <CxlStsRsnInf><Rsn><Cd>%s</Cd></Rsn></CxlStsRsnInf>
                   </TxInfAndSts></CxlDtls>
                 </RsltnOfInvstgtn>
               </Document>
               """
                .formatted(UETR, reason);
    }
}
