//! Russian.

use super::{Tongue, Word};

/// Russian.
pub(super) const TONGUE: Tongue = Tongue {
    tag: "ru",
    say,
    months: [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
};

fn say(word: Word) -> &'static str {
    match word {
        Word::Contents => "Содержание",
        Word::ListOfFigures => "Список рисунков",
        Word::ListOfTables => "Список таблиц",
        Word::Cover => "Обложка",
        Word::TitlePage => "Титульный лист",
        Word::Imprint => "Выходные данные",
        Word::Dedication => "Посвящение",
        Word::Pages => "Страницы",
        Word::Landmarks => "Ориентиры",
        Word::Start => "Начало текста",
        Word::Part => "Часть",
        Word::Chapter => "Глава",
        Word::Appendix => "Приложение",
        Word::Figure => "Рисунок",
        Word::Table => "Таблица",
        Word::Notes => "Примечания",
        Word::BackToText => "Назад к тексту",
        Word::Note => "Примечание",
        Word::Tip => "Совет",
        Word::Important => "Важно",
        Word::Warning => "Предупреждение",
        Word::Caution => "Осторожно",
        Word::Done => "Сделано",
        Word::ToDo => "Не сделано",
        Word::Code => "Код",
        Word::By => "—",
        Word::Title => "Название",
        Word::OriginalTitle => "Оригинальное название",
        Word::LanguageOfText => "Язык",
        Word::OriginalLanguage => "Язык оригинала",
        Word::Author => "Автор",
        Word::Authors => "Авторы",
        Word::Editing => "Редакция",
        Word::Translation => "Перевод",
        Word::Illustrations => "Иллюстрации",
        Word::Photographs => "Фотографии",
        Word::Foreword => "Предисловие",
        Word::Afterword => "Послесловие",
        Word::Compilation => "Составление",
        Word::Contributions => "При участии",
        Word::Design => "Оформление",
        Word::CoverDesign => "Дизайн обложки",
        Word::Publisher => "Издательство",
        Word::Publishers => "Издания",
        Word::FirstPublished => "Первая публикация",
        Word::ThisEdition => "Это издание",
        Word::Edition => "Издание",
        Word::Series => "Серия",
        Word::Subjects => "Темы",
        Word::Description => "Об этой книге",
        Word::Rights => "Права",
        Word::License => "Лицензия",
        Word::PrintRun => "Печать",
        Word::IsbnEpub => "ISBN (EPUB)",
        Word::IsbnPrint => "ISBN (печатное издание)",
        Word::Exercise => "Упражнение",
        Word::Answer => "Ответ",
        Word::Answers => "Ответы",
        Word::PageOf => "Страница # из #",
        Word::ReadAsText => {
            "Весь текст доступен для чтения как текст, с оглавлением из ссылок и последовательными заголовками."
        }
        Word::NoImages => "Изображений нет.",
        Word::DecorativeImages => "Изображения только украшают книгу.",
        Word::DescribedImages => "Каждое значимое изображение имеет описание.",
        Word::UndescribedImages => "У некоторых изображений нет описания.",
        Word::PagesListed => "Страницы печатного издания отмечены и перечислены.",
        Word::LatexFormulas => "Формулы приведены в виде исходного кода LaTeX.",
        Word::MathmlFormulas => "Формулы записаны в MathML, их описание — исходный код LaTeX.",
        Word::MixedFormulas => {
            "Формулы записаны в MathML, их описание — исходный код LaTeX; некоторые приведены в виде этого кода."
        }
        Word::PicturedFormulas => "Формулы даны изображениями, их описание — исходный код LaTeX.",
        Word::MixedPictures => {
            "Формулы даны изображениями, их описание — исходный код LaTeX; некоторые приведены в виде этого кода."
        }
        Word::MovingImages => "Изображения могут двигаться.",
        Word::WorkDiscussed => "Произведение, о котором эта книга",
    }
}
