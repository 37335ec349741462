package dev.peregrine.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart as inline SVG: lines over two axes, or stacked bars. Colours come from classes {@code
 * s0}, {@code s1}, ... of {@link Page}'s style. One thread.
 */
public final class Chart {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int RIGHT = 12;
    private static final int TOP = 28;
    private static final int BOTTOM = 44;
    private static final int COLOURS = 8;
    private static final int LONG_TICK = 5;

    private final String id;
    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final StringBuilder body = new StringBuilder();
    private final List<String> legend = new ArrayList<>();
    private Axis xAxis = Axis.linear(1);
    private Axis yAxis = Axis.linear(1);

    /** Axes from 0 to 1 unless told otherwise. */
    public Chart(String id, String title, String xTitle, String yTitle) {
        this.id = id;
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    /** Upper ends of the axes; both begin at 0. Above 0. */
    public Chart scale(double xMax, double yMax) {
        return axes(Axis.linear(xMax), Axis.linear(yMax > 0 ? yMax : 1));
    }

    /** Both axes. Before anything is drawn. */
    public Chart axes(Axis x, Axis y) {
        xAxis = x;
        yAxis = y;
        return this;
    }

    /** A line through points; those that are no number are left out. */
    public Chart line(String name, double[] x, double[] y) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
                points.append(number(x(x[i]))).append(',').append(number(y(y[i]))).append(' ');
            }
        }
        body.append("<polyline class=\"line s")
                .append(legend.size() % COLOURS)
                .append("\" points=\"")
                .append(points.toString().strip())
                .append("\"/>\n");
        legend.add(name);
        return this;
    }

    /** An upright dashed line at a place of the x axis, and what it stands for. */
    public Chart mark(double x, String label) {
        body.append("<line class=\"mark\" x1=\"" + number(x(x)) + "\" x2=\"" + number(x(x)))
                .append("\" y1=\"" + TOP + "\" y2=\"" + (HEIGHT - BOTTOM) + "\"/>\n");
        boolean right = x(x) > WIDTH / 2.0;
        text(body, x(x) + (right ? -4 : 4), TOP + 10, right ? "end" : "start", "tick", label);
        return this;
    }

    /**
     * Bars side by side, each of the series stacked upon those before.
     *
     * @param labels what the bars' tooltips begin with
     * @param values a series for each name, a value for each bar
     */
    public Chart bars(List<String> names, List<String> labels, double[][] values) {
        int bars = labels.size();
        double highest = 0;
        for (int bar = 0; bar < bars; bar++) {
            double sum = 0;
            for (double[] series : values) {
                sum += series[bar];
            }
            highest = Math.max(highest, sum);
        }
        scale(Math.max(bars, 1), highest);
        for (int bar = 0; bar < bars; bar++) {
            double below = 0;
            for (int s = 0; s < values.length; s++) {
                bar(bar, s, below, values[s][bar], labels.get(bar) + " " + names.get(s));
                below += values[s][bar];
            }
        }
        legend.addAll(names);
        return this;
    }

    private void bar(int bar, int series, double below, double value, String label) {
        if (value <= 0) {
            return;
        }
        double top = y(below + value);
        String tip = new Html().text(label + ": " + Axis.text(value)).toString();
        body.append("<rect class=\"bar s")
                .append(series)
                .append("\" x=\"")
                .append(number(x(bar + 0.08)))
                .append("\" y=\"")
                .append(number(top))
                .append("\" width=\"")
                .append(number(x(0.84) - x(0)))
                .append("\" height=\"")
                .append(number(y(below) - top))
                .append("\"><title>")
                .append(tip)
                .append("</title></rect>\n");
    }

    /**
     * The chart's markup.
     *
     * @param xFirst text at the x axis's begin; empty for numbers
     * @param xLast text at its end
     */
    public String svg(String xFirst, String xLast) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg id=\"")
                .append(id)
                .append("\" class=\"chart\" role=\"img\" viewBox=\"0 0 ")
                .append(WIDTH + " " + HEIGHT)
                .append("\"><title>")
                .append(new Html().text(title))
                .append("</title>\n");
        text(svg, LEFT, 16, "start", "head", title);
        for (Axis.Tick tick : yAxis.ticks()) {
            double y = yPlace(tick.place());
            svg.append("<line class=\"grid\" x1=\"" + LEFT + "\" x2=\"" + (WIDTH - RIGHT))
                    .append("\" y1=\"" + number(y) + "\" y2=\"" + number(y) + "\"/>\n");
            text(svg, LEFT - 6, y + 4, "end", "tick", tick.text());
        }
        if (xFirst.isEmpty()) {
            for (Axis.Tick tick : xAxis.ticks()) {
                double x = xPlace(tick.place());
                boolean wouldStickOut = tick.place() > 0.99 && tick.text().length() > LONG_TICK;
                String anchor = wouldStickOut ? "end" : "middle";
                text(svg, x, HEIGHT - BOTTOM + 16, anchor, "tick", tick.text());
            }
        } else {
            text(svg, LEFT, HEIGHT - BOTTOM + 16, "start", "tick", xFirst);
            text(svg, WIDTH - RIGHT, HEIGHT - BOTTOM + 16, "end", "tick", xLast);
        }
        svg.append(body);
        text(svg, LEFT, HEIGHT - 8, "start", "axis", xTitle + " → · ↑ " + yTitle);
        return svg.append("</svg>\n").append(legendMarkup()).toString();
    }

    private String legendMarkup() {
        Html html = new Html().raw("<p class=\"legend\">");
        for (int i = 0; i < legend.size(); i++) {
            html.raw("<span class=\"key s" + i % COLOURS + "\"></span>")
                    .text(legend.get(i))
                    .raw(" ");
        }
        return html.raw("</p>\n").toString();
    }

    private static void text(
            StringBuilder svg, double x, double y, String anchor, String style, String text) {
        svg.append("<text class=\"" + style + "\" text-anchor=\"" + anchor + "\" x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\">")
                .append(new Html().text(text))
                .append("</text>\n");
    }

    private double x(double value) {
        return xPlace(xAxis.place(value));
    }

    private double y(double value) {
        return yPlace(yAxis.place(value));
    }

    private static double xPlace(double place) {
        return LEFT + place * (WIDTH - LEFT - RIGHT);
    }

    private static double yPlace(double place) {
        return HEIGHT - BOTTOM - place * (HEIGHT - TOP - BOTTOM);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
