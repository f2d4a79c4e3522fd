const string A = "a\tb\nc\rd\\e\"f\'g"
const string B = 'it\'s "x"'
const string C = ""
const string D = "ä€😀"
