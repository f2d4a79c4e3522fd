/** file */
namespace java a
/** lost */

/* plain */ struct T { 1: i32 a }
service S { T m() }
