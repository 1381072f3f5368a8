/** What a manager is told when it is built: records that are checked as a whole. */
@NullMarked
package io.peerage.config;

import org.jspecify.annotations.NullMarked;
