using System.Text;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Charts;

/// <summary>A line through points of the drawing.</summary>
public static class Polyline
{
    public static Html Render(string cssClass, IEnumerable<(int X, int Y)> points)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(x).Append(' ').Append(y);
        return Html.Of($"""<path class="line {cssClass}" d="{path.ToString()}"/>""");
    }
}
