/**
 * {@code jbgpd --lsp}: a server of the Language Server Protocol 3.17 on standard input and output, for editors. The
 * only package that names LSP4J, and loaded for that option alone (decision 018). What is said about a text comes from
 * {@code org.jbgp.config}: its loader and {@code org.jbgp.config.editor}.
 *
 * <p>Start at {@link org.jbgp.daemon.editor.EditorServer}. Three threads: messages are read on one, which only keeps
 * texts; questions are answered on {@code editor}, by {@link org.jbgp.daemon.editor.Workspace}; files are checked on
 * {@code editor-check}. The last two have the deep stacks that parsing needs.
 *
 * <p>Not here: anything of a running router.
 */
package org.jbgp.daemon.editor;
