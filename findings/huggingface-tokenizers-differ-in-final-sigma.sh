#!/usr/bin/env bash
# Seen 2026-11 with @huggingface/tokenizers 0.2.0 on Node.js 20, and Tokenizers.DotNet 1.4.1 (their tokenizers in Rust) on .NET 10.
#
# With the same tokenizer.json, Hugging Face's tokenizers for JavaScript lower a Greek capital sigma at the end of a word to the letter of
# word ends, by Unicode's rule for whole words; those in Rust lower each character by itself. So a word in capitals gets other tokens, and
# vectors that one language made are not found from the other. Models were trained with the tokenizers in Rust. Here the id is 1 in
# JavaScript and 2 in Rust.
#
# Needs node, npm and the .NET 10 SDK on linux-x64. Exit code 1: one of them behaves differently now.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >tokenizer.json <<'END'
{
  "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
  "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
  "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null, "decoder": null,
  "model": {
    "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
    "vocab": {"[UNK]": 0, "ος": 1, "οσ": 2}
  }
}
END

npm install --no-audit --no-fund --no-package-lock --ignore-scripts --silent @huggingface/tokenizers@0.2.0
cat >ids.mjs <<'END'
import fs from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";
const tokenizer = new Tokenizer(JSON.parse(fs.readFileSync("tokenizer.json", "utf8")), {});
console.log([...tokenizer.encode("ΟΣ").ids].map(Number).join(" "));
END
node=$(node ids.mjs)

mkdir rust
cat >rust/rust.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Tokenizers.DotNet" Version="1.4.1" />
    <PackageReference Include="Tokenizers.DotNet.runtime.linux-x64" Version="1.4.1" />
  </ItemGroup>
</Project>
END
echo 'System.Console.WriteLine(string.Join(" ", new Tokenizers.DotNet.Tokenizer("tokenizer.json").Encode("ΟΣ")));' >rust/Program.cs
rust=$(dotnet run --project rust)

echo "node: $node"
echo "rust: $rust"
[ "$node" = 1 ] && [ "$rust" = 2 ]
