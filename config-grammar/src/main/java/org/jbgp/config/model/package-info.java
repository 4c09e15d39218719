/**
 * What a checked configuration says, as values without behaviour. All records are immutable, hold no source positions
 * and compare by value, so that two configurations can be compared option by option; any thread may use them.
 */
package org.jbgp.config.model;
