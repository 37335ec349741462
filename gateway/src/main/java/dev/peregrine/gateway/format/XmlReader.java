package dev.peregrine.gateway.format;

import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML into elements, without document types, entities of its own, external ones or processing
 * instructions; bounded in depth, elements and length of texts. Used once.
 */
final class XmlReader {
    /** Greatest depth of elements. */
    static final int MAX_DEPTH = 32;

    private static final int MAX_ELEMENTS = 100_000;
    private static final int MAX_ATTRIBUTES = 16;
    private static final int MAX_TEXT = 4096;
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader reader;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private final Deque<StringBuilder> texts = new ArrayDeque<>();
    private XmlElement root;
    private String namespace = "";
    private int elements;

    private XmlReader(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * A document that was read.
     *
     * @param root its only outermost element
     * @param namespace of that
     */
    record Document(XmlElement root, String namespace) {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver(
                (publicId, systemId, base, ns) -> {
                    throw new XMLStreamException("no entities");
                });
        return factory;
    }

    /**
     * Reads a document.
     *
     * @param body from index 0 on, in the encoding that it declares; else UTF-8
     * @throws FormatException when it is not well-formed or beyond a bound; the problem repeats
     *     nothing of it but a line
     */
    static Document read(byte[] body, int length) throws FormatException {
        String text;
        try {
            text = XmlEncoding.decode(body, length);
        } catch (CharacterCodingException e) {
            throw FormatException.malformed("the body is not text in its encoding");
        }
        try {
            XMLStreamReader stream;
            synchronized (FACTORY) {
                stream = FACTORY.createXMLStreamReader(new StringReader(text));
            }
            XmlReader reader = new XmlReader(stream);
            try {
                return reader.document();
            } finally {
                stream.close();
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            throw FormatException.malformed(
                    "the body is not well-formed XML" + (line > 0 ? ", line " + line : ""));
        } catch (RuntimeException e) {
            throw FormatException.malformed("the body is not well-formed XML");
        }
    }

    private Document document() throws XMLStreamException, FormatException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        characters();
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw refused("a document type and entities are not taken");
                case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                        throw refused("processing instructions are not taken");
                default -> {
                    // comments
                }
            }
        }
        if (root == null) {
            throw refused("the body is empty");
        }
        return new Document(root, namespace);
    }

    private void start() throws FormatException {
        if (open.size() >= MAX_DEPTH) {
            throw refused("elements are nested more than " + MAX_DEPTH + " deep");
        }
        if (++elements > MAX_ELEMENTS) {
            throw refused("more than " + MAX_ELEMENTS + " elements");
        }
        if (reader.getAttributeCount() > MAX_ATTRIBUTES) {
            throw refused("an element has more than " + MAX_ATTRIBUTES + " attributes");
        }
        XmlElement element = new XmlElement(reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.attribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        if (open.isEmpty()) {
            root = element;
            namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
        } else {
            open.peek().add(element);
        }
        open.push(element);
        texts.push(new StringBuilder());
    }

    private void characters() throws FormatException {
        if (texts.isEmpty()) {
            return;
        }
        StringBuilder text = texts.peek();
        if (text.length() + reader.getTextLength() > MAX_TEXT) {
            throw refused("a text has more than " + MAX_TEXT + " characters");
        }
        text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
    }

    private void end() {
        open.pop().text(texts.pop().toString().strip());
    }

    private FormatException refused(String detail) {
        return FormatException.malformed(detail + ", line " + reader.getLocation().getLineNumber());
    }
}
