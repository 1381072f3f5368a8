/**
 * What a manager is told and what it decides, written to a file: how calls take turns while they are recorded, how the file
 * is laid out, how it is read again.
 */
@NullMarked
package io.peerage.journal;

import org.jspecify.annotations.NullMarked;
