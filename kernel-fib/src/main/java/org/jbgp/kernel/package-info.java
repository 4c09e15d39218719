/** Work in progress. */
package org.jbgp.kernel;
