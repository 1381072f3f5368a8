/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/** JMH benchmarks, one package for each question that they answer. */
@NullMarked
package io.peerage.benchmarks;

import org.jspecify.annotations.NullMarked;
