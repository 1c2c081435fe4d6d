// Writes reference.json: the token ids and vectors of sentences.json by other programs, on the same model files.
//
//     npm install --ignore-scripts onnxruntime-node@1.30.0 @huggingface/tokenizers@0.2.0
//     node make.mjs FOLDER-OF-MODELS     (as plugins/Llm.Local builds it: models/minilm.onnx, arctic-xs.onnx, vocab.txt)
import fs from "node:fs";
import path from "node:path";
import ort from "onnxruntime-node";
import { Tokenizer } from "@huggingface/tokenizers";

const [folder] = process.argv.slice(2);
const here = path.dirname(new URL(import.meta.url).pathname);
const sentences = JSON.parse(fs.readFileSync(path.join(here, "sentences.json"), "utf8"));
const tokens = fs.readFileSync(path.join(folder, "vocab.txt"), "utf8").split(/\r?\n/).filter((token, i, all) => i < all.length - 1 || token);
const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map(content => ({
    id: vocab[content], content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true,
}));
const piece = (id, type_id = 0) => ({ SpecialToken: { id, type_id } });
const tokenizer = new Tokenizer({
    version: "1.0", truncation: null, padding: null, added_tokens: special,
    normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
        type: "TemplateProcessing",
        single: [piece("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, piece("[SEP]")],
        pair: [piece("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, piece("[SEP]"), { Sequence: { id: "B", type_id: 1 } }, piece("[SEP]", 1)],
        special_tokens: Object.fromEntries(["[CLS]", "[SEP]"].map(t => [t, { id: t, ids: [vocab[t]], tokens: [t] }])),
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab },
}, {});

const encoded = sentences.map(text => [...tokenizer.encode(text).ids].map(Number));
async function vectors(name, pool) {
    const session = await ort.InferenceSession.create(path.join(folder, `${name}.onnx`));
    const result = [];
    for (const ids of encoded) {
        const tensor = values => new ort.Tensor("int64", BigInt64Array.from(values, BigInt), [1, ids.length]);
        const output = await session.run({
            input_ids: tensor(ids), attention_mask: tensor(ids.map(() => 1)), token_type_ids: tensor(ids.map(() => 0)),
        });
        const { data, dims } = output[session.outputNames[0]];
        const size = dims.at(-1);
        const sum = Array.from({ length: size }, (_, i) => pool === "mean"
            ? ids.reduce((total, _, row) => total + data[row * size + i], 0) / ids.length
            : data[i]);
        const length = Math.hypot(...sum);
        result.push(sum.map(number => Number((number / length).toFixed(6))));
    }
    return result;
}

const version = name => JSON.parse(fs.readFileSync(path.join(here, "node_modules", name, "package.json"))).version;
fs.writeFileSync(path.join(here, "reference.json"), JSON.stringify({
    made_with: { "onnxruntime-node": version("onnxruntime-node"), "@huggingface/tokenizers": version("@huggingface/tokenizers") },
    texts: sentences, ids: encoded, minilm: await vectors("minilm", "mean"), "arctic-xs": await vectors("arctic-xs", "first"),
}).replaceAll("],[", "],\n["));
