using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using XPlot.Plotly;

namespace DiffProb;

/// <summary>Figures as data and layout of plotly.js.</summary>
internal static class PlotlySheet
{
    /// <summary>Data and layout, in JSON that may stand in a script.</summary>
    public static (string Data, string Layout) Of(Sheet sheet)
    {
        var (traces, images, annotations) = (new JArray(), new JArray(), new JArray());
        var layout = JObject.FromObject(new Layout.Layout
        {
            width = sheet.Width,
            height = sheet.Height,
            margin = new Margin { l = 0.0, r = 0.0, t = 0.0, b = 0.0, pad = 0.0 },
            font = new Font { family = "system-ui, 'DejaVu Sans', sans-serif", size = 12.0, color = Palette.Ink },
            paper_bgcolor = "#ffffff",
            plot_bgcolor = "#ffffff",
            showlegend = sheet.Keys.Count > 0,
            hovermode = "closest",
            barmode = "overlay",
        });
        Header(sheet, layout, annotations);
        var entries = sheet.Keys.Select(k => k.Mark).ToHashSet();
        foreach (var (i, panel) in sheet.Panels.Index())
        {
            var plot = new PlotlyPlot(panel, i + 1);
            Draw(panel, plot, entries);
            foreach (var trace in plot.Traces)
            {
                traces.Add(trace);
            }

            foreach (var image in plot.Images)
            {
                images.Add(image);
            }

            if (panel.Levels is { } heat)
            {
                traces.Add(Levels(sheet, panel, heat, i + 1));
            }

            layout[Name("xaxis", i)] = Axis(sheet, panel, i, isX: true);
            layout[Name("yaxis", i)] = Axis(sheet, panel, i, isX: false);
            if (panel.Title.Length > 0)
            {
                annotations.Add(Words(sheet, panel.Title, 0.5 * (panel.Place.Left + panel.Place.Right), panel.Place.Top - 10.0, 12.0, Palette.Ink, isBold: true));
            }
        }

        (layout["images"], layout["annotations"]) = (images, annotations);
        return (Text(traces), Text(layout));
    }

    private static void Header(Sheet sheet, JObject layout, JArray annotations)
    {
        layout["title"] = new JObject
        {
            ["text"] = $"<b>{string.Join("<br>", sheet.Title.Select(PlotlyPlot.Html))}</b>",
            ["font"] = new JObject { ["size"] = 15 },
            ["x"] = 0.5,
            ["xref"] = "paper",
            ["yref"] = "paper",
            ["y"] = 1.0 - (9.0 / sheet.Height),
            ["yanchor"] = "top",
        };
        layout["legend"] = new JObject
        {
            ["orientation"] = "h",
            ["x"] = 60.0 / sheet.Width,
            ["xanchor"] = "left",
            ["y"] = 1.0 - ((sheet.LegendTop - 7.0) / sheet.Height),
            ["yanchor"] = "top",
            ["bgcolor"] = "rgba(0,0,0,0)",
        };
        foreach (var (i, line) in sheet.Note.Index())
        {
            annotations.Add(Words(sheet, line, 0.5 * sheet.Width, Sheet.TitleLine + ((sheet.Title.Count - 1) * Sheet.FurtherLine) + (i * Sheet.NoteLine), 11.0, Palette.Grey));
        }
    }

    private static void Draw(Panel panel, PlotlyPlot plot, HashSet<Mark> entries)
    {
        if (panel.Graph is { } graph)
        {
            plot.Graph(graph);
            return;
        }

        var marks = panel.Chart!.Marks;
        for (var m = 0; m < marks.Count; m++)
        {
            plot.Draw(marks[m], Panel.ColorOf(marks, m), entries.Contains(marks[m]));
        }
    }

    private static JObject Axis(Sheet sheet, Panel panel, int place, bool isX)
    {
        var (scale, (from, to), length) = isX
            ? (panel.X, (panel.Place.Left, panel.Place.Right), sheet.Width)
            : (panel.Y, (sheet.Height - panel.Place.Bottom, sheet.Height - panel.Place.Top), sheet.Height);
        var axis = JObject.FromObject(new Xaxis
        {
            domain = new[] { from / length, to / length },

            // Units of the page begin on top.
            range = panel.Graph is null || isX ? new[] { scale.Low, scale.High } : [scale.High, scale.Low],
            type = scale.IsLogarithmic ? "log" : "linear",
            zeroline = false,
            exponentformat = "e",
        });
        axis["anchor"] = Name(isX ? "y" : "x", place);
        if (panel.Graph is not null)
        {
            axis["visible"] = false;
            return axis;
        }

        Frame(axis, panel, isX);
        if (isX ? panel.HasXLabel : panel.HasYLabel)
        {
            axis["title"] = new JObject { ["text"] = PlotlyPlot.Html((isX ? panel.Chart!.X : panel.Chart!.Y).Text), ["standoff"] = isX ? 10 : 6, ["font"] = new JObject { ["size"] = 12 } };
        }

        return axis;
    }

    // Numbers are chosen anew when a reader zooms in; names stay.
    private static void Frame(JObject axis, Panel panel, bool isX)
    {
        var scale = isX ? panel.X : panel.Y;
        (axis["showline"], axis["mirror"], axis["linecolor"]) = (true, true, Palette.Edge);
        (axis["showgrid"], axis["gridcolor"]) = (panel.Chart!.Marks.All(m => m is not HeatMap), Palette.Grid);
        (axis["ticks"], axis["ticklen"]) = (isX ? "" : "outside", 0);
        if (scale.Categories is not null)
        {
            var ticks = isX ? panel.XTicks : panel.YTicks;
            axis["tickmode"] = "array";
            axis["tickvals"] = new JArray(ticks.Select(t => (object)t.At));
            axis["ticktext"] = new JArray(ticks.Select(t => (object)PlotlyPlot.Html(t.Text)));
            axis["tickangle"] = isX && panel.IsSlanted ? -37 : 0;
            return;
        }

        (axis["tickmode"], axis["nticks"], axis["tickangle"]) = ("auto", isX ? Math.Clamp((int)(panel.Place.Width / 65.0), 5, 8) : Math.Clamp((int)(panel.Place.Height / 40.0), 5, 8), 0);
    }

    // A point that is not seen carries the colours.
    private static JObject Levels(Sheet sheet, Panel panel, HeatMap heat, int number)
    {
        const int steps = 9;
        var (low, high) = heat.Levels;
        var colors = Enumerable.Range(0, steps).Select(i => (At: i / (steps - 1.0), Color: Palette.Shade(i / (steps - 1.0), false)));
        return new()
        {
            ["type"] = "scatter",
            ["mode"] = "markers",
            ["x"] = new JArray(JValue.CreateNull()),
            ["y"] = new JArray(JValue.CreateNull()),
            ["xaxis"] = number == 1 ? "x" : $"x{number}",
            ["yaxis"] = number == 1 ? "y" : $"y{number}",
            ["showlegend"] = false,
            ["hoverinfo"] = "skip",
            ["marker"] = new JObject
            {
                ["color"] = new JArray(low),
                ["cmin"] = low,
                ["cmax"] = high,
                ["colorscale"] = new JArray(colors.Select(c => (object)new JArray(c.At, string.Create(CultureInfo.InvariantCulture, $"rgb({c.Color.Red},{c.Color.Green},{c.Color.Blue})")))),
                ["showscale"] = true,
                ["colorbar"] = new JObject
                {
                    ["title"] = new JObject { ["text"] = PlotlyPlot.Html(heat.Scale.Text), ["side"] = "right", ["font"] = new JObject { ["size"] = 12 } },
                    ["thickness"] = 12,
                    ["outlinewidth"] = 0,
                    ["x"] = (panel.Place.Right + 16.0) / sheet.Width,
                    ["xpad"] = 0,
                    ["ypad"] = 0,
                    ["xanchor"] = "left",
                    ["y"] = 1.0 - (0.5 * (panel.Place.Top + panel.Place.Bottom) / sheet.Height),
                    ["yanchor"] = "middle",
                    ["lenmode"] = "pixels",
                    ["len"] = panel.Place.Height,
                    ["exponentformat"] = "e",
                },
            },
        };
    }

    private static JObject Words(Sheet sheet, string words, double x, double y, double size, string color, bool isBold = false)
    {
        var annotation = JObject.FromObject(new Annotation
        {
            text = isBold ? $"<b>{PlotlyPlot.Html(words)}</b>" : PlotlyPlot.Html(words),
            showarrow = false,
            xref = "paper",
            yref = "paper",
            x = x / sheet.Width,
            y = 1.0 - (y / sheet.Height),
            xanchor = "center",
            yanchor = "middle",
            font = new Font { size = size, color = color },
        });
        return annotation;
    }

    private static string Name(string axis, int place) => place == 0 ? axis : string.Create(CultureInfo.InvariantCulture, $"{axis}{place + 1}");

    // Nothing in a script may look like its end.
    private static string Text(JToken json) => json.ToString(Formatting.None).Replace("<", "\\u003c", StringComparison.Ordinal);
}
