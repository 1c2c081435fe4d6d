using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Llm.Tests.Embeddings.Mapping;

public partial class EmbeddingMapTests
{
    [Fact]
    public void Without_vectors_the_map_is_empty()
    {
        var map = EmbeddingMap.Create([]);
        (map.Points.Count, map.Clusters, map.Omitted, map.Silhouette).ShouldBe((0, 0, 0, null));
        XDocument.Parse(map.ToSvg("nothing")).Descendants().Count(element => element.Name.LocalName == "circle").ShouldBe(0);
        map.ToHtml("nothing").ShouldContain("0 points");
        map.ToPng(20, 20).Length.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void One_vector_is_in_the_middle() =>
        EmbeddingMap.Create([new MapItem("only", new float[] { 1, 2 })]).Points.ShouldBe([new MapPoint("only", 0, 0, 0)]);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(40)]
    [InlineData(400)]
    public void Equal_vectors_are_one_cluster_and_lie_beside_each_other(int count)
    {
        var map = EmbeddingMap.Create([.. Enumerable.Range(0, count).Select(i => new MapItem($"{i}", new float[] { 0.6f, 0.8f, 0 }))]);
        map.Clusters.ShouldBe(1);
        map.Points.Select(point => (point.X, point.Y)).Distinct().Count().ShouldBe(count);
        Inside(map);
    }

    [Fact]
    public void Zero_vectors_have_a_place()
    {
        Inside(EmbeddingMap.Create([.. Enumerable.Range(0, 12).Select(i => new MapItem($"{i}", new float[3]))]));
        var some = Groups(2, 10, 8, 1).Concat([new MapItem("zero", new float[8])]).ToList();
        Inside(EmbeddingMap.Create(some));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Vectors_may_be_short(int dimensions)
    {
        var random = new Random(4);
        Inside(EmbeddingMap.Create([.. Enumerable.Range(0, 50).Select(i => new MapItem($"{i}", Vector(random, dimensions)))]));
    }

    [Fact]
    public void Vectors_that_cannot_be_compared_are_left_out_and_counted()
    {
        var items = Groups(2, 10, 8, 1);
        items.Insert(3, new MapItem("short", new float[7]));
        items.Insert(5, new MapItem("not a number", new[] { float.NaN, 0, 0, 0, 0, 0, 0, 0 }));
        items.Insert(7, new MapItem("infinite", new[] { 0, float.PositiveInfinity, 0, 0, 0, 0, 0, 0 }));
        var map = EmbeddingMap.Create(items);
        map.Omitted.ShouldBe(3);
        map.Points.Select(point => point.Label).ShouldBe(Groups(2, 10, 8, 1).Select(item => item.Label));
        map.ToHtml("map").ShouldContain("3 more are not shown");
    }

    [Fact]
    public void Of_too_many_vectors_an_even_sample_is_placed()
    {
        var map = EmbeddingMap.Create(Groups(2, 500, 8, 1), new MapOptions { MaxPoints = 100 });
        map.Points.Select(point => int.Parse(point.Label)).ShouldBe(Enumerable.Range(0, 100).Select(i => i * 10));
        map.Omitted.ShouldBe(900);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void Groups_of_vectors_become_clusters(int groups)
    {
        var map = EmbeddingMap.Create(Groups(groups, 40, 64, 0.6f));
        map.Clusters.ShouldBe(groups);
        int[] labels = [.. Enumerable.Range(0, groups * 40).Select(i => i / 40)];
        EmbeddingMap.SilhouetteOf(map.Points, labels)!.Value.ShouldBeGreaterThan(0.5);
        map.Silhouette!.Value.ShouldBeGreaterThan(0.5);
        for (var group = 0; group < groups; group++)
            map.Points.Skip(group * 40).Take(40).Select(point => point.Cluster).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Neighbours_stay_together()
    {
        var random = new Random(9);
        var items = Enumerable.Range(0, 300).Select(i => new MapItem($"{i}", Vector(random, 6))).ToList();
        var map = EmbeddingMap.Create(items);
        var kept = Enumerable.Range(0, items.Count).Average(i =>
        {
            var near = Nearest(items.Count, i, j => Cosine(items[i].Vector.Span, items[j].Vector.Span));
            return (double)Nearest(items.Count, i, j => -Square(map.Points[i], map.Points[j])).Intersect(near).Count() / near.Count;
        });
        // By chance, 3 % would be the same; the first two principal components keep about a quarter.
        kept.ShouldBeGreaterThan(0.45);
    }

    [Fact]
    public void The_same_vectors_have_the_same_map() =>
        EmbeddingMap.Create(Groups(3, 30, 16, 1)).Points.ShouldBe(EmbeddingMap.Create(Groups(3, 30, 16, 1)).Points);

    [Fact]
    public void The_number_of_clusters_can_be_set()
    {
        EmbeddingMap.Create(Groups(2, 30, 16, 1), new MapOptions { Clusters = 5 }).Clusters.ShouldBe(5);
        EmbeddingMap.Create(Groups(2, 30, 16, 1), new MapOptions { Clusters = 1 }).Clusters.ShouldBe(1);
        EmbeddingMap.Create(Groups(1, 3, 16, 1), new MapOptions { Clusters = 8 }).Clusters.ShouldBe(3);
        Should.Throw<ArgumentOutOfRangeException>(() => EmbeddingMap.Create([], new MapOptions { Clusters = 9 }));
        Should.Throw<ArgumentOutOfRangeException>(() => EmbeddingMap.Create([], new MapOptions { MaxPoints = 0 }));
    }

    [Fact]
    public void Work_can_be_stopped() => Should.Throw<OperationCanceledException>(
        () => EmbeddingMap.Create(Groups(2, 100, 16, 1), cancellationToken: new CancellationToken(true)));

    [Fact]
    public void A_silhouette_is_one_for_distant_groups_and_null_for_one()
    {
        MapPoint[] points = [new("a", 0, 0, 0), new("b", 0, 0.001, 0), new("c", 1, 0, 0), new("d", 1, 0.001, 0)];
        EmbeddingMap.SilhouetteOf(points, [0, 0, 1, 1])!.Value.ShouldBe(0.999, 0.001);
        EmbeddingMap.SilhouetteOf(points, [0, 1, 0, 1])!.Value.ShouldBe(-0.499, 0.01);
        EmbeddingMap.SilhouetteOf(points, [7, 7, 7, 7]).ShouldBeNull();
        Should.Throw<ArgumentException>(() => EmbeddingMap.SilhouetteOf(points, [1]));
    }

    [Fact]
    public void A_label_cannot_end_its_element()
    {
        const string Label = "</script><script>alert(1)</script> & \"quoted\" \u2028 <!-- \u0001 \uD800";
        var map = EmbeddingMap.Create([new MapItem(Label, new float[] { 1, 2 }), new MapItem("b", new float[] { 2, 1 })]);
        var page = map.ToHtml("A <b>title</b> & {{data}}");
        Regex.Count(page, "</script>").ShouldBe(2);
        page.ShouldContain("<title>A &lt;b&gt;title&lt;/b&gt; &amp; {{data}}</title>");
        var data = System.Text.Json.Nodes.JsonNode.Parse(Data().Match(page).Groups[1].Value)!;
        data["points"]![0]![3]!.GetValue<string>().ShouldBe(Label.Replace('\uD800', '\uFFFD'));

        var svg = XDocument.Parse(map.ToSvg("A <title>"));
        svg.Root!.Elements().First().Value.ShouldBe("A <title>");
        svg.Descendants().First(element => element.Name.LocalName == "circle").Value.ShouldStartWith("</script><script>alert(1)");
    }

    [Fact]
    public void The_page_loads_nothing()
    {
        var page = EmbeddingMap.Create(Groups(2, 10, 8, 1)).ToHtml("map");
        page.ShouldNotContain("http:");
        page.ShouldNotContain("https:");
        page.ShouldNotContain("src=");
        page.ShouldContain("default-src 'none'");
    }

    [Fact]
    public void The_SVG_has_a_circle_for_each_point_in_the_picture()
    {
        var svg = XDocument.Parse(EmbeddingMap.Create(Groups(2, 10, 8, 1)).ToSvg("map"));
        var circles = svg.Descendants().Where(element => element.Name.LocalName == "circle").ToList();
        circles.Count.ShouldBe(20);
        circles.ShouldAllBe(circle => (double)circle.Attribute("cx")! >= 0 && (double)circle.Attribute("cx")! <= 1000);
        circles.Select(circle => (string)circle.Attribute("fill")!).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void The_PNG_shows_the_points_in_the_colours_of_their_clusters()
    {
        var map = EmbeddingMap.Create(Groups(2, 20, 32, 0.6f));
        var image = PngImage.Read(map.ToPng(400, 300));
        (image.Width, image.Height).ShouldBe((400, 300));
        image.Pixel(0, 0).ShouldBe(0xFFFFFF);
        foreach (var point in map.Points)
        {
            var colour = image.Pixel((int)(200 + (point.X * 144)), (int)(150 - (point.Y * 144)));
            (colour & 0xFF).ShouldBeInRange(point.Cluster == 0 ? 0x90 : 0, point.Cluster == 0 ? 0xFF : 0x80, $"{point} {colour:X6}");
        }

        Should.Throw<ArgumentOutOfRangeException>(() => map.ToPng(15, 100));
    }

    private static void Inside(EmbeddingMap map) => map.Points.ShouldAllBe(point => Math.Abs(point.X) <= 1 && Math.Abs(point.Y) <= 1);

    /// <summary>Groups of vectors around random centres.</summary>
    private static List<MapItem> Groups(int groups, int size, int dimensions, float spread)
    {
        var random = new Random(5);
        var items = new List<MapItem>();
        for (var group = 0; group < groups; group++)
        {
            var centre = Vector(random, dimensions);
            for (var i = 0; i < size; i++)
            {
                var noise = Vector(random, dimensions);
                items.Add(new MapItem($"{items.Count}", centre.Zip(noise, (a, b) => a + (spread * b)).ToArray()));
            }
        }

        return items;
    }

    private static float[] Vector(Random random, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => (float)((random.NextDouble() + random.NextDouble() + random.NextDouble()) - 1.5))];

    private static List<int> Nearest(int count, int item, Func<int, double> nearness) =>
        [.. Enumerable.Range(0, count).Where(other => other != item).OrderByDescending(nearness).Take(10)];

    private static double Square(MapPoint a, MapPoint b) => ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y));

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, first = 0, second = 0;
        for (var i = 0; i < a.Length; i++) (dot, first, second) = (dot + (a[i] * b[i]), first + (a[i] * a[i]), second + (b[i] * b[i]));
        return dot / Math.Sqrt(first * second);
    }

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
