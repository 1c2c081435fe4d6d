using System.Collections.Frozen;

namespace Llm.Providers.Offline.Summary;

/// <summary>Words that do not show the subject of a sentence, in the most common written languages.</summary>
internal static class StopWords
{
    private const string English = """
        the of and to in is that for it as was with be by on not he his but at are this have from or had an they which you were
        their been has will would her she its who what when where how there if them then than into some could can may might must
        shall should do does did done so no nor only own same too very just also about after before over under again more most
        other such our we us my me your him out up all any both each few because while these those i am being here now
        """;

    private const string Germanic = """
        der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren wird werden wurde wurden
        nicht mit von vom zu zum zur im in an am auf aus bei für als auch es er sie wir ihr ich du sich so wie wenn dass daß
        nach noch nur schon über unter um vor durch man kann hat haben hatte hatten sein seine seiner seinen ihre ihrer ihren
        was wer wo da dann denn doch sehr mehr bis ohne gegen diese dieser dieses diesen kein keine
        de het een en van ik te dat op aan niet met er maar om dan zou wat mijn men dit zij hij bij ook tot je mij uit
        och att det som en på är av för den till inte om var men ett har jeg og ikke til af med
        """;

    private const string Romance = """
        el la los las un una unos unas y o que de del en es son por para con no se lo le les su sus al como más pero este esta
        estos estas ese esa fue era ser ha han hay muy ya también cuando donde qué quién cómo entre sobre sin desde hasta
        le la les un une des du de et ou est sont à au aux ce cet cette ces il elle ils elles on nous vous je tu ne pas que qui
        dans par pour sur avec sans plus se sa son ses leur leurs mais comme été être a ont était
        il lo gli i di da del della dei delle e è che non per con si al alla come più ma anche sono questo questa nel nella
        os as um uma do da dos das em no na nos nas não por para com ao mais mas foi ser são seu sua
        """;

    private const string Others = """
        и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только её мне было вот от меня ещё нет о
        из ему теперь когда даже ну ли если или быть был до вас они это этот эта для мы при чтобы
        i w na z do się nie że jest to o jak po za od ale czy tak by oraz już tylko
        ve bir bu da de için ile çok ama gibi daha ne o
        في من على إلى عن أن إن كان كانت هذا هذه التي الذي ما لا لم و أو مع هو هي ذلك كل قد بعد قبل
        के का की है में से को और पर यह वह हैं था थी थे कि ने भी एक हो नहीं तो जो कर लिए इस उस
        """;

    private static readonly FrozenSet<string> All =
        string.Join(' ', English, Germanic, Romance, Others).Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    public static bool Contains(string word) => All.Contains(word);

    /// <summary>Whether a Chinese character has only a grammatical function.</summary>
    public static bool IsParticle(char c) =>
        c is '的' or '了' or '是' or '在' or '和' or '与' or '與' or '也' or '就' or '都' or '而' or '及' or '着' or '過' or '过';
}
