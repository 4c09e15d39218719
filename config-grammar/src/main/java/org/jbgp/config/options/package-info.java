/**
 * What options mean. Every option is one row of an {@link org.jbgp.config.options.OptionTable}: its words, its dialects,
 * its argument, its default, its meaning in one sentence, and whether it works, loses something, or is refused. The
 * classes named {@code …Options} hold the rows, the classes named {@code …Draft} what they write to, and
 * {@link org.jbgp.config.options.ConfigurationBuilder} walks the file and turns the drafts into the model.
 */
package org.jbgp.config.options;
