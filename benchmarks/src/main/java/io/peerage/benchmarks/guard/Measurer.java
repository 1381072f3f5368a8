/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

/** What finds figures. One thread. */
@FunctionalInterface
interface Measurer {
    /** The figure of a measurement, taken anew. */
    Figure measure(Measurement measurement);
}
