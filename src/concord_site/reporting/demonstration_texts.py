"""Texts of generated reports, in the six languages: each says that it was generated."""

from __future__ import annotations

from collections.abc import Mapping

#: What a long text says, by the part of article 9.1 it belongs to; anything else takes ``text``.
LONG: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "text": (
            "Generated text, not real. It stands here to show where a country describes what it does.",
            "Generated text, not real. Two ministries were asked and agreed on this wording.",
        ),
        "measures": (
            "Generated text, not real. A register of health personnel was opened, led by the ministry of health.",
            "Generated text, not real. Recruiters must hold a licence, and a desk answers complaints.",
        ),
        "results": (
            "Generated text, not real. More posts in district hospitals are filled than three years ago.",
            "Generated text, not real. It is too early to say what has changed.",
        ),
        "difficulties": (
            "Generated text, not real. Three offices count personnel in different ways.",
            "Generated text, not real. There is no budget line for this work.",
        ),
        "lessons": (
            "Generated text, not real. Agree on definitions first, and on software last.",
            "Generated text, not real. Partners should meet twice a year.",
        ),
        "short": ("Generated, not real",),
        "office": ("Office for health personnel (generated)",),
        "law": ("Act on health personnel (generated)",),
        "agreement": ("Agreement on training and return (generated)",),
        "source": ("Register of health personnel (generated)",),
        "reason": ("Generated text, not real: a new register counts those who were left out before.",),
        "query": ("Generated text, not real: the number moved by more than a quarter. Please confirm or explain it.",),
        "reply": ("Generated text, not real: the number is right; a new register began to count in that year.",),
        "correction": ("Generated text, not real: a figure for nurses was entered twice.",),
        "withdrawal": ("Generated text, not real: the report was sent by an office that was not authorised.",),
    },
    "fr": {
        "text": ("Texte généré, non réel. Il montre où un pays décrit ce qu’il fait.",),
        "measures": ("Texte généré, non réel. Un registre des personnels de santé a été ouvert.",),
        "results": ("Texte généré, non réel. Davantage de postes sont pourvus dans les hôpitaux de district.",),
        "difficulties": ("Texte généré, non réel. Trois bureaux comptent les personnels de façon différente.",),
        "lessons": ("Texte généré, non réel. S’entendre d’abord sur les définitions.",),
        "short": ("Généré, non réel",),
        "office": ("Bureau des personnels de santé (généré)",),
        "law": ("Loi sur les personnels de santé (générée)",),
        "agreement": ("Accord sur la formation et le retour (généré)",),
        "source": ("Registre des personnels de santé (généré)",),
        "reason": ("Texte généré, non réel : un nouveau registre compte ceux qui manquaient.",),
    },
    "es": {
        "text": ("Texto generado, no real. Muestra dónde un país describe lo que hace.",),
        "measures": ("Texto generado, no real. Se abrió un registro del personal de salud.",),
        "results": ("Texto generado, no real. Hay más puestos cubiertos en los hospitales de distrito.",),
        "difficulties": ("Texto generado, no real. Tres oficinas cuentan al personal de maneras distintas.",),
        "lessons": ("Texto generado, no real. Acordar primero las definiciones.",),
        "short": ("Generado, no real",),
        "office": ("Oficina de personal de salud (generada)",),
        "law": ("Ley del personal de salud (generada)",),
        "agreement": ("Acuerdo de formación y retorno (generado)",),
        "source": ("Registro del personal de salud (generado)",),
        "reason": ("Texto generado, no real: un nuevo registro cuenta a quienes faltaban.",),
    },
    "ar": {
        "text": ("نص مولَّد وليس حقيقياً. يبيّن أين يصف البلد ما يقوم به.",),
        "measures": ("نص مولَّد وليس حقيقياً. أُنشئ سجل للعاملين الصحيين تقوده وزارة الصحة.",),
        "results": ("نص مولَّد وليس حقيقياً. شُغلت وظائف أكثر في مستشفيات المناطق.",),
        "difficulties": ("نص مولَّد وليس حقيقياً. تحصي ثلاث جهات العاملين بطرق مختلفة.",),
        "lessons": ("نص مولَّد وليس حقيقياً. ينبغي الاتفاق على التعاريف أولاً.",),
        "short": ("مولَّد وليس حقيقياً",),
        "office": ("مكتب العاملين الصحيين (مولَّد)",),
        "law": ("قانون العاملين الصحيين (مولَّد)",),
        "agreement": ("اتفاق التدريب والعودة (مولَّد)",),
        "source": ("سجل العاملين الصحيين (مولَّد)",),
        "reason": ("نص مولَّد وليس حقيقياً: سجل جديد يحصي من لم يُحصَ من قبل.",),
    },
    "ru": {
        "text": ("Сгенерированный текст, не настоящий. Он показывает, где страна описывает свою работу.",),
        "measures": ("Сгенерированный текст, не настоящий. Создан регистр медицинских работников.",),
        "results": ("Сгенерированный текст, не настоящий. В районных больницах занято больше должностей.",),
        "difficulties": ("Сгенерированный текст, не настоящий. Три ведомства считают по-разному.",),
        "lessons": ("Сгенерированный текст, не настоящий. Сначала договориться об определениях.",),
        "short": ("Сгенерировано, не настоящее",),
        "office": ("Отдел кадров здравоохранения (сгенерировано)",),
        "law": ("Закон о медицинских работниках (сгенерировано)",),
        "agreement": ("Соглашение об обучении и возвращении (сгенерировано)",),
        "source": ("Регистр медицинских работников (сгенерировано)",),
        "reason": ("Сгенерированный текст, не настоящий: новый регистр учитывает тех, кого раньше не считали.",),
    },
    "zh": {
        "text": ("生成的文字，并非真实。此处说明一国如何描述其工作。",),
        "measures": ("生成的文字，并非真实。建立了卫生人员登记册。",),
        "results": ("生成的文字，并非真实。地区医院的空缺比三年前少。",),
        "difficulties": ("生成的文字，并非真实。三个部门的统计口径不同。",),
        "lessons": ("生成的文字，并非真实。应首先商定定义。",),
        "short": ("生成，并非真实",),
        "office": ("卫生人员办公室（生成）",),
        "law": ("卫生人员法（生成）",),
        "agreement": ("培训与回国协定（生成）",),
        "source": ("卫生人员登记册（生成）",),
        "reason": ("生成的文字，并非真实：新登记册计入了以前未计的人员。",),
    },
}


def texts(kind: str, language: str) -> tuple[str, ...]:
    """What a text of a kind may say in a language, English where it has none."""
    return LONG.get(language, {}).get(kind) or LONG["en"].get(kind) or LONG["en"]["text"]
