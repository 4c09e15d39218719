/**
 * What an editor asks about the text of a configuration: which name a word is and where else it stands ({@link
 * org.jbgp.config.editor.FileScan}, {@link org.jbgp.config.editor.NameIndex}), which options may stand at a place
 * ({@link org.jbgp.config.editor.Cursor}, {@link org.jbgp.config.editor.Completions}), what a word means ({@link
 * org.jbgp.config.editor.WordMeaning}), how the text is laid out ({@link org.jbgp.config.editor.Formatter}). What is
 * wrong with a file is said by {@link org.jbgp.config.ConfigurationLoader} alone.
 *
 * <p>Not here: any protocol between editor and server.
 */
package org.jbgp.config.editor;
