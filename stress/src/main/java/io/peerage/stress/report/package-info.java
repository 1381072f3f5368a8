/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** What a storm tells: progress, table, JSON, and a page with plots. */
@NullMarked
package io.peerage.stress.report;

import org.jspecify.annotations.NullMarked;
