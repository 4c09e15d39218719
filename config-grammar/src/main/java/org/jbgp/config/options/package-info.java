/**
 * From the items of a file to the configuration. Every option is one row of an {@link
 * org.jbgp.config.options.row.OptionTable}: its words, its dialects, its argument, its default, its meaning in one
 * sentence, what a change of it asks for, and whether it works, loses something, or is refused. The classes named
 * {@code …Options} and {@code …Rows} in the packages below hold the rows, the classes named {@code …Draft} what they
 * write to. Here are {@link org.jbgp.config.options.ConfigurationBuilder}, which walks the file and has the drafts make
 * the model, and what reads all tables: reference, changes, known words.
 *
 * <p>Not here: any option; {@code options.bgp}, {@code protocol}, {@code common} and {@code global} have them.
 */
package org.jbgp.config.options;
