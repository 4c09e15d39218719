package org.jbgp.config.editor;

/**
 * A change of a text.
 *
 * @param start UTF-16 units before what is replaced
 * @param end UTF-16 units up to its end
 * @param text what stands there afterwards
 */
public record Replacement(int start, int end, String text) {}
