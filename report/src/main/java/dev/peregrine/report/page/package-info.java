/** Pages for people: one file each, without scripts, that needs no network and no other file. */
package dev.peregrine.report.page;
