namespace Llm.Providers.Tests.Offline.Summary;

/// <summary>Texts to summarise; what must not be quoted holds the word HIDDEN.</summary>
internal static class SampleTexts
{
    public const string German = """
        # Der alte Bahnhof: HIDDEN

        Der Bahnhof von Altstadt wurde am 3. Mai 1887 eröffnet. Dr. Klara Weiß, die Leiterin des Museums, nennt ihn „ein Schloss
        für Reisende“. Im 20. Jahrhundert verfiel der Bahnhof, weil immer weniger Züge hielten.

        Heute wird der Bahnhof saniert; das kostet ca. 4,5 Mio. Euro. „Wir wollen, dass hier wieder Züge halten. Und zwar bald.“
        Wann ist es so weit? Die Stadt plant z. B. ein Café, ein Kino u. a. m. für die Reisenden. Der alte Bahnhof soll Altstadt wieder
        mit der Welt verbinden!
        """;

    public const string Chinese = """
        # 城市图书馆 HIDDEN

        城市图书馆昨天重新开放。图书馆的新大楼有三百万册图书，面积达到２.５万平方米。“我们等了五年！”一位读者说。
        你知道图书馆为什么要搬家吗？旧的图书馆太小，读者没有座位。新图书馆每天开放十二个小时。市长希望图书馆成为城市的客厅！
        """;

    public const string Japanese = """
        新しい駅が昨日開業しました。駅の中には店が五十あります。「とても便利です。」と利用者は話しました。
        駅から空港まで電車で二十分です。市は駅の周りに公園を作る予定です。
        """;

    public const string Readme = """
        ---
        title: HIDDEN. Never.
        ---
        # tidy

        [![Build](https://example.com/HIDDEN.svg)](https://example.com) ![Logo HIDDEN.](logo.png)

        Tidy sorts the files of a folder by rules that you write. It moves, renames and deletes files, and it can undo all of it.

        ## Install

        ```console
        $ pip install tidy.  # HIDDEN. Run this twice.
        ```

        Tidy needs Python 3.11 or newer. See [the guide](https://example.com/guide.html) for rules.

        ## Features

        - Fast
        - Rules are checked before Tidy moves a file.
        - Files can be previewed:

              tidy --dry-run. HIDDEN do this. It is code.

        1. Write rules.toml first.
        2. Run `tidy. --all` to sort.

        | Rule. | Meaning HIDDEN. |
        |-------|----------------|
        | move. | Moves files HIDDEN. |

        <details>
        <summary>HIDDEN. More.</summary>
        </details>

        > **Note.** Tidy never follows links
        > out of its folder.

        License: MIT
        """;

    public const string CodeAndTables = """
        The parser reads a file line by line.

            indented("HIDDEN. Quote this.")

        It calls `Parse.Line()` for each line, as in

        ~~~cs
        // HIDDEN. This is a comment. It must not be quoted.
        ~~~

        and stops at the end. Errors of the parser name the line in foo.cs.

        Name. | Value HIDDEN.
        ----- | ------------
        Line. | One HIDDEN.

        Each line becomes a node of the tree. <!-- HIDDEN. -->
        <script>
        // HIDDEN. This is a script.

        // HIDDEN. It still is.
        </script>
        The tree is given to the printer.
        """;

    public const string Dialogue = """
        "Where have you been?" Anna asked. "The train was late," said Tom. He put his bag on the floor (it was wet.) and sat down.

        "Late? Again? You said it would never happen again!" "I know." She laughed. The train from York was always late.
        """;

    public const string Abbreviated = """
        Mr. J. P. Morgan met Prof. A. Lee at 10 a.m. in St. Louis, Mo., on Jan. 5. They discussed the U.S. economy, e.g. trade, prices, etc.
        The talk, cf. vol. 2, p. 17, lasted 2.5 hours... or more. Acme Inc. and Beta Ltd. sent people, too. Was Dr. No there? The file notes.v2.txt
        at https://example.com/a.html?x=1.2 says so.
        """;

    public const string Arabic = """
        افتتحت المدينة المكتبة الجديدة أمس. تضم المكتبة مليون كتاب في لغات كثيرة. هل تعرف أين تقع المكتبة؟
        تقع المكتبة الجديدة قرب النهر! يأمل الناس أن تصبح المكتبة قلب المدينة.
        """;

    public const string Hindi = """
        शहर में नया पुस्तकालय खुला है। पुस्तकालय में दस लाख पुस्तकें हैं। क्या आप पुस्तकालय गए हैं?
        डॉ. शर्मा ने पुस्तकालय का उद्घाटन किया। लोग पुस्तकालय से खुश हैं!
        """;

    public const string Spanish = """
        ¿Por qué sube el precio del aceite? El Sr. García, agricultor de Jaén, dice que la sequía redujo la cosecha un 3.5 por ciento.
        ¡Nunca había visto algo así! El aceite cuesta hoy el doble que en 2020. La cosecha de aceite depende de la lluvia.
        «Sin lluvia no hay aceite. Así de simple», añade.
        """;

    public const string Storm = """
        The storm that hit the coast on Monday destroyed the harbour of Aldby. Fishermen say that the storm sank twelve boats in the harbour.
        A bakery gave away bread. The coast had not seen such a storm since 1953. Schools stay closed. The mayor of Aldby asked for help to
        rebuild the harbour. Tickets for the concert are refunded.
        """;
}
