/**
 * Surnames of two characters, simplified and traditional. A pair that is as often a surname and the first half of a
 * given name (单于, 乐正) is left out: when in doubt, hide.
 */
export const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  [
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔',
    '申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 百里 呼延 东郭 西门 南门 左丘 谷梁 闾丘 漆雕 亓官',
    '轩辕 拓跋 纳兰 完颜 达奚 司寇 宰父 梁丘 第五 羊舌 壤驷 巫马 公西 颛孙 公良 夹谷 段干 淳于',
    '歐陽 司馬 東方 獨孤 南宮 萬俟 聞人 諸葛 尉遲 赫連 澹臺 濮陽 公孫 仲孫 鍾離 鐘離 長孫 鮮于 東郭 西門 南門',
    '穀梁 閭丘 軒轅 納蘭 完顏 達奚 壤駟 巫馬 顓孫 夾谷 段干',
  ].flatMap((row) => row.split(' ')),
);
