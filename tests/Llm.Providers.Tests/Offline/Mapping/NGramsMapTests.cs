using Llm.Providers.Offline;
using Llm.Tests;

namespace Llm.Providers.Tests.Offline.Mapping;

/// <summary>A map of texts of five plainly different vocabularies, as numbers and in a real browser.</summary>
public class NGramsMapTests
{
    private const int TextsPerTopic = 60;

    private static readonly string[] Topics =
    [
        """
        butter flour oven simmer garlic saucepan whisk dough pepper onion roast oregano vinegar casserole pastry yeast knead broth parsley
        cinnamon skillet marinade lemon zest risotto custard caramel thyme lentils gravy
        """,
        """
        galaxy nebula telescope orbit supernova eclipse asteroid comet planet lunar solar constellation equinox meteor quasar parallax
        magnitude redshift spectrum pulsar satellite aperture observatory horizon zenith ecliptic crater cosmic dwarf
        """,
        """
        plaintiff verdict statute contract clause tribunal appeal lawsuit witness testimony defendant jurisdiction attorney liability
        negligence injunction arbitration damages warrant prosecutor mortgage easement notary affidavit probate jury bail parole
        """,
        """
        goalkeeper penalty midfield striker tournament referee stadium offside corner tackle league championship dribble header substitute
        coach fixture defender halftime squad trophy kickoff relegation winger crossbar stoppage
        """,
        """
        compiler pointer recursion variable debugger database thread deadlock refactor function interface repository commit branch kernel
        socket protocol encryption latency cache buffer iterator exception namespace
        """,
    ];

    [Fact]
    public async Task Topics_lie_apart()
    {
        var map = await CreateMap();
        EmbeddingMap.SilhouetteOf(map.Points, [.. Enumerable.Range(0, map.Points.Count).Select(TopicOf)])!.Value
            .ShouldBeGreaterThanOrEqualTo(0.3);
        map.Clusters.ShouldBe(Topics.Length);
    }

    [Fact]
    public async Task The_page_draws_the_clusters_in_a_browser()
    {
        var map = await CreateMap();
        var image = PngImage.Read(await Chromium.ScreenshotAsync(map.ToHtml("Five topics"), TestContext.Current.CancellationToken));
        var places = new Dictionary<int, List<(int X, int Y)>>();
        for (var y = 0; y < image.Height; y++)
        {
            // The list of clusters is at the right.
            for (var x = 0; x < image.Width * 3 / 4; x++)
            {
                if (Colour(image.Pixel(x, y)) is not { } cluster) continue;
                if (!places.ContainsKey(cluster)) places[cluster] = [];
                places[cluster].Add((x, y));
            }
        }

        places.Keys.Order().ShouldBe(Enumerable.Range(0, Topics.Length));
        places.Values.ShouldAllBe(list => list.Count > TextsPerTopic * 5);
        foreach (var (cluster, list) in places)
        {
            var (x, y) = (list.Average(place => place.X), list.Average(place => place.Y));
            var width = list.Average(place => Math.Sqrt(Math.Pow(place.X - x, 2) + Math.Pow(place.Y - y, 2)));
            foreach (var other in places.Where(other => other.Key != cluster).Select(other => other.Value))
                Math.Sqrt(Math.Pow(other.Average(place => place.X) - x, 2) + Math.Pow(other.Average(place => place.Y) - y, 2))
                    .ShouldBeGreaterThan(2 * width);
        }
    }

    [Fact]
    public async Task The_page_can_be_used_by_keys_and_labels_stay_text()
    {
        const string Label = "</script><img src=x onerror=\"document.title='broken'\"> & <b>bold</b>";
        var map = EmbeddingMap.Create([.. Enumerable.Range(0, 20).Select(i => new MapItem(Label + i, new float[] { 1, i % 2, i / 20f }))]);
        var page = map.ToHtml("Labels").Replace("</body>", """
            <script>
            for (const key of ["ArrowRight", "ArrowUp", "+", "-"]) document.getElementById("map").dispatchEvent(new KeyboardEvent("keydown", { key }));
            </script></body>
            """, StringComparison.Ordinal);
        var document = await Chromium.DocumentAsync(page, TestContext.Current.CancellationToken);
        document.ShouldContain("<title>Labels</title>");
        document.ShouldNotContain("<img");
        document.ShouldMatch("<div id=\"label\" style=\"display: block;[^>]*>&lt;/script&gt;&lt;img src=x");
        document.ShouldMatch("<div id=\"spoken\"[^>]*>&lt;/script&gt;.*, cluster [12]</div>");
    }

    private static int? Colour(int pixel)
    {
        int[] colours = [0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0x56B4E9];
        for (var i = 0; i < Topics.Length; i++)
        {
            var difference = 0;
            for (var shift = 0; shift < 24; shift += 8)
            {
                // Points let 15 % of the paper through. Their edges have more of it, and may look like another colour.
                var expected = (0.85 * ((colours[i] >> shift) & 0xFF)) + (0.15 * 0xFB);
                difference += (int)Math.Abs(((pixel >> shift) & 0xFF) - expected);
            }

            if (difference < 12) return i;
        }

        return null;
    }

    private static async Task<EmbeddingMap> CreateMap()
    {
        var random = new Random(11);
        var words = Topics.Select(topic => topic.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var texts = Enumerable.Range(0, Topics.Length * TextsPerTopic)
            .Select(i => "the " + string.Join(" of a ", random.GetItems(words[TopicOf(i)], 12))).ToList();
        var vectors = new NGramsModel().EmbedManyAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        return EmbeddingMap.Create([.. texts.Zip(await vectors.ToListAsync(), (text, vector) => new MapItem(text, vector))]);
    }

    private static int TopicOf(int text) => text % Topics.Length;
}
