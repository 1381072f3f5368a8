/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.stress.sim.SimPreset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a preset of a simulation. */
final class PresetConverter implements ITypeConverter<SimPreset> {
    @Override
    public SimPreset convert(String text) {
        for (SimPreset value : SimPreset.values()) {
            if (value.label().equals(text)) {
                return value;
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is no preset; there are " + SimPreset.labels());
    }
}
