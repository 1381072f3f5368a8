/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts in one style, as SVG elements of one page. <b>Threading</b>: one thread; AWT must be headless. */
final class Drawing {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 340;
    private static final Color[] COLORS = {
        new Color(0x1f6f8b),
        new Color(0xd9822b),
        new Color(0x7a5195),
        new Color(0x5b8c3a),
        new Color(0xe0b000),
        new Color(0x8c8c8c),
        new Color(0xc0392b)
    };
    private static final Pattern CLIP = Pattern.compile("clip\\d+");
    private static final Color GRID = new Color(0xe3e6e8);

    private int drawn;

    /** A chart of lines from 0 up. */
    static XYChart lines(String xTitle, String yTitle) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .xAxisTitle(xTitle)
                        .yAxisTitle(yTitle)
                        .build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        // Ten minutes are a sixth of an hour, which is nobody's label.
        chart.getStyler().setXAxisDecimalPattern("#,##0.##");
        return chart;
    }

    static void add(XYChart chart, String name, double[] x, double[] y) {
        chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE).setLineStyle(new BasicStroke(2));
    }

    /** A chart of bars. */
    static CategoryChart bars(String title) {
        CategoryChart chart =
                new CategoryChartBuilder().width(WIDTH).height(HEIGHT).yAxisTitle(title).build();
        CategoryStyler styler = chart.getStyler();
        style(styler);
        styler.setAvailableSpaceFill(0.6);
        return chart;
    }

    private static void style(AxesChartStyler styler) {
        styler.setSeriesColors(COLORS);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        // Dashes would be drawn one by one, and make files ten times as large.
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setLegendPosition(LegendPosition.OutsideS);
        // One below the other, seven names would leave the plot a third of its height.
        styler.setLegendLayout(LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        styler.setAxisTitleFont(font);
        styler.setAxisTickLabelsFont(font);
        styler.setLegendFont(font);
    }

    /** A chart as a file of its own. */
    static String file(Chart<?, ?> chart) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException("a chart can't be written to memory", e);
        }
        // Numbered by chance, which would make each file new each time.
        Map<String, String> clips = new HashMap<>();
        return CLIP.matcher(bytes.toString(StandardCharsets.UTF_8))
                .replaceAll(
                        clip -> clips.computeIfAbsent(clip.group(), name -> "clip" + clips.size()));
    }

    /** A chart as an SVG element whose ids no other one of this drawing has. */
    String svg(Chart<?, ?> chart) {
        String text = file(chart);
        // Several drawings share one page, and so one space of ids.
        String prefix = "c" + drawn++ + "-";
        return text.substring(text.indexOf("<svg"))
                .replace("id=\"", "id=\"" + prefix)
                .replace("url(#", "url(#" + prefix)
                .replace("href=\"#", "href=\"#" + prefix);
    }
}
