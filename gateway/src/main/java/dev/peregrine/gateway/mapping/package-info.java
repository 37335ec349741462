/**
 * Foreign formats as tables: which field of a message becomes which field of a request, by which
 * rule, and with which error when it cannot. The tables are resource files, read at the start and
 * executed as they are; the pages in {@code docs/formats} are written from them.
 */
package dev.peregrine.gateway.mapping;
