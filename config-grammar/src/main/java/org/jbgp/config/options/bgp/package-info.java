/**
 * The options of {@code protocol bgp} and its channels. Each class named {@code …Rows} holds the rows of one group, the
 * fields they write to, and the method that makes the group of the model from these, so that an option of the file
 * stands in one place. {@link org.jbgp.config.options.bgp.BgpChecks} has what options must satisfy together.
 *
 * <p>Not here: the groups themselves ({@code config.model.bgp}).
 */
package org.jbgp.config.options.bgp;
