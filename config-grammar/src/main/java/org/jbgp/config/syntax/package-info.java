/**
 * From files to statements: reading, {@code include}, tokens with their positions, and the words of syntax errors. What
 * an option means is not known here.
 */
package org.jbgp.config.syntax;
