using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DiffProb;

/// <summary>Figures as HTML that is drawn by plotly.js, which is in the document once (docs/decisions/0021).</summary>
internal static class PlotlyPage
{
    // Charts wait in a list until the library is there, in whatever order the parts of a page come; then they are drawn at once. A chart may run before a
    // notebook has put it into its page: it is looked for again for some seconds. Until it is drawn, and if it cannot be, its picture in SVG is seen.
    private const string Loader = """
        window.DiffProbPlotly=window.Plotly;window.Plotly=before;
        var draw=function(c,left){
        var places=document.querySelectorAll('[data-diffprob="'+c.id+'"]:not([data-drawn])');
        if(places.length===0&&left!==0){setTimeout(function(){draw(c,(left||50)-1)},100);return}
        places.forEach(function(place){
        place.setAttribute('data-drawn','');
        var host=document.createElement('div');host.style.display='none';place.appendChild(host);
        var copy=JSON.parse(JSON.stringify({data:c.data,layout:c.layout}));
        window.DiffProbPlotly.newPlot(host,copy.data,copy.layout,{displaylogo:false,typesetMath:false,modeBarButtonsToRemove:['select2d','lasso2d','sendDataToCloud']}).then(function(){
        place.replaceChildren(host);host.style.display='';place.setAttribute('data-drawn','plotly')})})};
        var style=document.createElement('style');style.textContent='[data-diffprob] .imagelayer image{image-rendering:pixelated}';document.head.appendChild(style);
        var waiting=window.DiffProbCharts;window.DiffProbCharts={push:draw};
        if(Array.isArray(waiting)){waiting.forEach(function(c){draw(c)})}
        """;

    private static readonly Lazy<string> Code = new(Read);

    /// <summary>The script that a document holds once, before or after its charts. It hides from loaders of modules, which notebooks have, and leaves another plotly.js alone.</summary>
    public static string Library => $"<script>(function(){{var define,module,exports,before=window.Plotly;\n{Code.Value}\n{Loader}\n}})();</script>\n";

    /// <summary>A figure as a part of a document that has the library somewhere.</summary>
    public static string Part(Figure figure)
    {
        var sheet = figure.ToSheet();
        var (data, layout) = PlotlySheet.Of(sheet);

        // The same figure has the same name, so that the same notebook has the same text.
        var id = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(data + layout)).ToString("x16", CultureInfo.InvariantCulture);
        return $"<div data-diffprob=\"{id}\" style=\"max-width:{SvgPlot.Number(sheet.Width)}px;overflow-x:auto;overflow-y:hidden\">\n{SvgSheet.Of(sheet)}</div>\n"
            + $"<script>(window.DiffProbCharts=window.DiffProbCharts||[]).push({{id:\"{id}\",data:{data},layout:{layout}}});</script>\n";
    }

    /// <summary>A figure as a document.</summary>
    public static string Of(Figure figure) =>
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"data:,\">\n"
        + $"<title>{SvgPlot.Escaped(figure.Title)}</title>\n</head>\n<body>\n{Part(figure)}{Library}</body>\n</html>\n";

    private static string Read()
    {
        using var stream = typeof(PlotlyPage).Assembly.GetManifestResourceStream("plotly.js")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
